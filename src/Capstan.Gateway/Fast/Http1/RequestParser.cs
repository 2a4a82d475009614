using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads heads of requests as an intermediary must (RFC 9112): what it takes can be read in one way only.</summary>
internal static class RequestParser
{
    /// <summary>Reads a head, or goes on with it. A head is judged line by line as lines become whole, so that it does not matter in
    /// which pieces it came.</summary>
    /// <param name="bytes">From the first byte of the request on: after <see cref="HeadState.Incomplete"/> the same bytes and more.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="head">What was read so far; reset before the first call for a request.</param>
    public static HeadState Parse(ReadOnlySpan<byte> bytes, in HeadLimits limits, RequestHead head)
    {
        while (head.FieldsStart == 0)
        {
            var state = HeadLines.Next(bytes, head, limits.RequestLine, out var line);
            if (state == LineState.None)
                return HeadState.Incomplete;
            if (state == LineState.TooLong)
                return Reject(head, Rejections.LongLine);

            // Empty lines in front of a request are passed over (RFC 9112 section 2.2).
            if (line.IsEmpty)
                continue;
            head.FieldsStart = head.Position;
            if (RequestLine.Read(bytes, line, head) is { } fault)
                return Reject(head, fault);
        }

        return ParseFields(bytes, limits, head);
    }

    private static HeadState ParseFields(ReadOnlySpan<byte> bytes, in HeadLimits limits, RequestHead head)
    {
        var end = HeadLines.End(head.FieldsStart, limits.HeaderBytes);
        while (true)
        {
            var state = HeadLines.Next(bytes, head, end, out var line);
            if (state == LineState.None)
                return HeadState.Incomplete;
            if (state == LineState.TooLong)
                return Reject(head, Rejections.LargeHeaders);
            if (line.IsEmpty)
                break;
            if (head.Fields.Count == limits.Headers)
                return Reject(head, Rejections.ManyHeaders);
            if (HeadLines.ReadField(bytes, line, HeadLines.NameBytes, head.Fields) is var fault and not FieldFault.None)
                return Reject(head, Rejections.Of(fault));
        }

        head.Length = head.Position;
        return RequestFields.Read(bytes, head) is { } refusal ? Reject(head, refusal) : HeadState.Complete;
    }

    private static HeadState Reject(RequestHead head, OwnAnswer answer)
    {
        head.Rejection = answer;
        return HeadState.Rejected;
    }
}
