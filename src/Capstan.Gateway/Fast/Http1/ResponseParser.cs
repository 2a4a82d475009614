namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads heads of answers (RFC 9112 sections 4 and 6.3). Interim answers are complete heads of their own.</summary>
internal static class ResponseParser
{
    /// <summary>Reads a head, or goes on with it.</summary>
    /// <param name="bytes">From the first byte of the answer on: after <see cref="HeadState.Incomplete"/> the same bytes and more.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="asked">Method of the request that it answers: an answer to HEAD has no body.</param>
    /// <param name="head">What was read so far; reset before the first call for an answer.</param>
    public static HeadState Parse(ReadOnlySpan<byte> bytes, in HeadLimits limits, MethodKind asked, ResponseHead head)
    {
        if (head.FieldsStart == 0)
        {
            var state = HeadLines.Next(bytes, head, limits.RequestLine, out var line);
            if (state == LineState.None)
                return HeadState.Incomplete;
            if (state == LineState.TooLong)
                return Reject(head, "its status line is too long");
            if (!ReadStatus(line.Of(bytes), line.Start, head))
                return Reject(head, "its first line is no status line of HTTP/1.1");
            head.FieldsStart = head.Position;
        }

        return ParseFields(bytes, limits, asked, head);
    }

    private static HeadState ParseFields(ReadOnlySpan<byte> bytes, in HeadLimits limits, MethodKind asked, ResponseHead head)
    {
        var end = HeadLines.End(head.FieldsStart, limits.HeaderBytes);
        while (true)
        {
            var state = HeadLines.Next(bytes, head, end, out var line);
            if (state == LineState.None)
                return HeadState.Incomplete;
            if (state == LineState.TooLong || head.Fields.Count > limits.Headers)
                return Reject(head, "its header fields are too large");
            if (line.IsEmpty)
                break;
            if (HeadLines.ReadField(bytes, line, HeadLines.TokenBytes, head.Fields) != FieldFault.None)
                return Reject(head, "a line of its header is no field");
        }

        head.Length = head.Position;
        return ResponseFields.Read(bytes, asked, head) is { } fault ? Reject(head, fault) : HeadState.Complete;
    }

    /// <summary>Reads <c>HTTP/1.1 200 OK</c>; the reason may be missing with the space before it.</summary>
    private static bool ReadStatus(ReadOnlySpan<byte> line, int start, ResponseHead head)
    {
        var isNew = line.StartsWith("HTTP/1.1 "u8);
        if (!isNew && !line.StartsWith("HTTP/1.0 "u8))
            return false;
        head.Minor = isNew ? 1 : 0;
        line = line["HTTP/1.1 ".Length..];
        if (line.Length < 3 || line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9') || line[0] == '0')
            return false;
        head.Status = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        head.StatusAndReason = new Slice(start + "HTTP/1.1 ".Length, line.Length);
        return (line.Length == 3 || line[3] == ' ') && !line.ContainsAny(HeadLines.Controls);
    }

    private static HeadState Reject(ResponseHead head, string fault)
    {
        head.Fault = fault;
        return HeadState.Rejected;
    }
}
