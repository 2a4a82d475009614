namespace Capstan.Gateway.Fast.Http1;

/// <summary>Writes the head that goes to the client out of the one that came from the target.</summary>
internal static class ResponseWriter
{
    /// <summary>
    /// How the end of an answer's body is told to a client: by its length where that is known, else in chunks, and by the end of the
    /// connection to one that speaks HTTP/1.0.
    /// </summary>
    public static BodyKind FramingFor(ResponseHead head, int minor)
    {
        if (head.Body is BodyKind.None or BodyKind.Length)
            return head.Body;
        return minor == 0 ? BodyKind.UntilClose : BodyKind.Chunked;
    }

    /// <summary>Writes a head with the empty line at its end. A body is to follow as <see cref="FramingFor"/> says, in chunks of our own.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The bytes that were parsed.</param>
    /// <param name="head">What they are: a final answer, an interim one, or 101.</param>
    /// <param name="client">Whom they go to; <see cref="ClientSide.KeepAlive"/> only if <see cref="FramingFor"/> is not until the close.</param>
    /// <param name="date">Now, as Date has it (29 bytes), for an answer that does not say when it was made.</param>
    /// <returns>Bytes written; -1 when they do not fit.</returns>
    public static int Write(Span<byte> output, ReadOnlySpan<byte> bytes, ResponseHead head, ClientSide client, ReadOnlySpan<byte> date)
    {
        var writer = new HeadOutput(output);
        writer.Append("HTTP/1.1 "u8);
        writer.Append(head.StatusAndReason.Of(bytes));

        // The space is not optional, the reason after it is (RFC 9112 section 4).
        writer.Append(head.StatusAndReason.Length == 3 ? " \r\n"u8 : "\r\n"u8);
        CopyFields(ref writer, bytes, head);
        if (head.Status == 101)
            WriteUpgrade(ref writer, bytes, head);
        else if (head.Status >= 200)
            WriteConnection(ref writer, head, client, date);
        writer.Append("\r\n"u8);
        return writer.Result;
    }

    private static void CopyFields(ref HeadOutput writer, ReadOnlySpan<byte> bytes, ResponseHead head)
    {
        var nominates = head.Has(ConnectionOptions.Nominates);
        var copy = new FieldCopy(bytes);
        foreach (ref readonly var field in head.Fields.All)
        {
            if (FieldNames.IsOneHop(field.Kind) || (field.Kind == FieldKind.ContentLength && head.Status is < 200 or 204))
                continue;
            if (nominates && head.IsNominated(bytes, field.Name.Of(bytes)))
                continue;
            copy.Add(ref writer, field);
        }

        copy.Flush(ref writer);
    }

    private static void WriteUpgrade(ref HeadOutput writer, ReadOnlySpan<byte> bytes, ResponseHead head)
    {
        writer.Append("Connection: Upgrade\r\n"u8);
        writer.Append("Upgrade"u8, head.Upgrade.Of(bytes));
    }

    private static void WriteConnection(ref HeadOutput writer, ResponseHead head, ClientSide client, ReadOnlySpan<byte> date)
    {
        if (FramingFor(head, client.Minor) == BodyKind.Chunked)
            writer.Append("Transfer-Encoding: chunked\r\n"u8);
        if (!client.KeepAlive)
            writer.Append("Connection: close\r\n"u8);
        else if (client.Minor == 0)
            writer.Append("Connection: keep-alive\r\n"u8);
        if (!head.HasDate)
            writer.Append("Date"u8, date);
    }
}
