namespace Capstan.Gateway.Fast.Http1;

/// <summary>Writes the head that goes to the client out of the one that came from the target.</summary>
internal static class ResponseWriter
{
    /// <summary>How the end of an answer's body is told to a client: as it came, but chunked where only the end of a connection told it,
    /// and by the end of the connection to one that speaks HTTP/1.0.</summary>
    public static BodyKind FramingFor(ResponseHead head, int minor) => throw new NotImplementedException();

    /// <summary>Writes a head, with the empty line at its end. A body is to follow as <see cref="FramingFor"/> says, chunks framed anew.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The bytes that were parsed.</param>
    /// <param name="head">What they are: a final answer, an interim one, or 101.</param>
    /// <param name="client">Whom they go to. Without keep-alive <c>Connection: close</c> is written.</param>
    /// <param name="date">Today and now as Date has it (29 bytes), for an answer without one.</param>
    /// <returns>Bytes written; -1 when they do not fit.</returns>
    public static int Write(Span<byte> output, ReadOnlySpan<byte> bytes, ResponseHead head, ClientSide client, ReadOnlySpan<byte> date) =>
        throw new NotImplementedException();
}
