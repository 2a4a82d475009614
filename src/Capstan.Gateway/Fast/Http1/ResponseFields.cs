using System.Text;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads out of the field lines of an answer how its body ends and what becomes of its connection.</summary>
internal static class ResponseFields
{
    /// <summary>Reads them.</summary>
    /// <returns>What is wrong with an answer that is not passed on; null for every other.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, MethodKind asked, ResponseHead head)
    {
        int lengths = 0, encodings = 0, upgrades = 0;
        var isChunked = false;
        foreach (ref readonly var field in head.Fields.All)
        {
            var value = field.Value.Of(bytes);
            switch (field.Kind)
            {
                case FieldKind.Connection:
                    if (!ConnectionField.Read(bytes, field.Value, head))
                        return "its Connection fields have too many options";
                    break;
                case FieldKind.Date:
                    head.HasDate = true;
                    break;
                case FieldKind.ContentLength:
                    if (lengths++ > 0 || !ContentLengths.TryRead(value, out var length))
                        return "its Content-Length is not one whole number";
                    head.ContentLength = length;
                    break;
                case FieldKind.TransferEncoding:
                    isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                    encodings++;
                    break;
                case FieldKind.Upgrade:
                    head.Upgrade = field.Value;
                    upgrades++;
                    break;
            }
        }

        if (encodings > 0 && (encodings > 1 || !isChunked || head.Minor == 0))
            return "its Transfer-Encoding is not chunked";
        if (encodings > 0 && lengths > 0)
            return "it has both Transfer-Encoding and Content-Length";
        if (head.Status == 101 && upgrades != 1)
            return "it does not name the one protocol that it switches to";
        Frame(asked, head, lengths > 0, encodings > 0);
        return null;
    }

    /// <summary>The rules of RFC 9112 section 6.3 in their order.</summary>
    private static void Frame(MethodKind asked, ResponseHead head, bool hasLength, bool isChunked)
    {
        if (asked == MethodKind.Head || head.Status is < 200 or 204 or 304)
            head.Body = BodyKind.None;
        else if (isChunked)
            head.Body = BodyKind.Chunked;
        else if (hasLength)
            head.Body = head.ContentLength > 0 ? BodyKind.Length : BodyKind.None;
        else
            head.Body = BodyKind.UntilClose;
        if (head.Body != BodyKind.Length)
            head.ContentLength = 0;
        head.KeepAlive = head.Body != BodyKind.UntilClose && !head.Has(ConnectionOptions.Close)
            && (head.Minor == 1 || head.Has(ConnectionOptions.KeepAlive));
    }
}
