using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Writes the head that goes to the target out of the one that came from the client: everything that one connection is about is new.</summary>
internal static class RequestWriter
{
    /// <summary>Writes a head, with the empty line at its end. A body is to follow as <see cref="RequestHead.Body"/> says, chunks framed anew.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The bytes that were parsed.</param>
    /// <param name="head">What they are.</param>
    /// <param name="origin">Whom they came from.</param>
    /// <param name="id">The request's id, unless a trusted client gave one.</param>
    /// <param name="authority">Host and port of the target: the Host of a request that named none.</param>
    /// <returns>Bytes written; -1 when they do not fit.</returns>
    public static int Write(
        Span<byte> output, ReadOnlySpan<byte> bytes, RequestHead head, ClientOrigin origin, in RequestId id, ReadOnlySpan<byte> authority) =>
        throw new NotImplementedException();
}
