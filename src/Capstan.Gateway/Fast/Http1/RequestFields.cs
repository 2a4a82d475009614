using System.Text;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads out of the field lines of a request what it is: its body's framing, its host, what becomes of its connection.</summary>
internal static class RequestFields
{
    /// <summary>Reads them.</summary>
    /// <returns>The answer to a request that is not forwarded; null for every other.</returns>
    public static OwnAnswer? Read(ReadOnlySpan<byte> bytes, RequestHead head)
    {
        var seen = default(Seen);
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind != FieldKind.Other && Take(bytes, field, head, ref seen) is { } refusal)
                return refusal;
        }

        return CheckFraming(head, seen) ?? HostField.Check(bytes, head, seen.Hosts) ?? Conclude(bytes, head, seen);
    }

    private static OwnAnswer? Take(ReadOnlySpan<byte> bytes, in Field field, RequestHead head, ref Seen seen)
    {
        var value = field.Value.Of(bytes);
        switch (field.Kind)
        {
            case FieldKind.Host:
                head.Host = field.Value;
                seen.Hosts++;
                break;
            case FieldKind.Connection:
                return ConnectionField.Read(bytes, field.Value, head) ? null : Rejections.ManyOptions;
            case FieldKind.ContentLength:
                return seen.Lengths++ == 0 && ContentLengths.TryRead(value, out seen.Length) ? null : Rejections.BadLength;
            case FieldKind.TransferEncoding:
                seen.IsListed |= value.Contains((byte)',');
                seen.IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                seen.Encodings++;
                break;
            case FieldKind.Expect:
                return head.Minor == 0 || (seen.Expects++ == 0 && Ascii.EqualsIgnoreCase(value, "100-continue"u8)) ? null : Rejections.Expectation;
            case FieldKind.Upgrade:
                head.Upgrade = field.Value;
                seen.Upgrades++;
                break;
            case FieldKind.Te:
                head.TakesTrailers |= NamesTrailers(value);
                break;
            case FieldKind.RequestId:
                head.GivenId = seen.Ids++ == 0 ? field.Value : default;
                break;
            case FieldKind.ForwardedFor:
                head.ForwardedFor = field.Value;
                break;
        }

        return null;
    }

    private static OwnAnswer? CheckFraming(RequestHead head, in Seen seen)
    {
        if (seen.Encodings == 0)
        {
            head.ContentLength = seen.Length;
            head.Body = seen.Length > 0 ? BodyKind.Length : BodyKind.None;

            // Such a body once ended with the connection (RFC 1945 section 7.2.2); now it has none (RFC 9112 section 6.3).
            return seen.Lengths == 0 && head.Minor == 0 && head.Kind is (MethodKind.Post or MethodKind.Put) ? Rejections.NoLength : null;
        }

        if (head.Minor == 0)
            return Rejections.OldTransferEncoding;
        if (seen.Encodings > 1 || seen.IsListed)
            return Rejections.ManyTransferEncodings;
        if (!seen.IsChunked)
            return Rejections.UnknownTransferEncoding;
        head.Body = BodyKind.Chunked;
        return seen.Lengths > 0 ? Rejections.TwoLengths : null;
    }

    private static OwnAnswer? Conclude(ReadOnlySpan<byte> bytes, RequestHead head, in Seen seen)
    {
        head.KeepAlive = !head.Has(ConnectionOptions.Close)
            && (head.Minor == 1 || head.Has(ConnectionOptions.KeepAlive));
        head.ExpectsContinue = seen.Expects > 0 && head.Minor == 1 && head.HasBody;
        head.IsUpgrade = seen.Upgrades == 1 && head.Minor == 1 && !head.HasBody && head.Has(ConnectionOptions.Upgrade)
            && UpgradeOffer.IsPassedOn(head.Upgrade.Of(bytes));
        return null;
    }

    private static bool NamesTrailers(ReadOnlySpan<byte> value)
    {
        while (ConnectionField.NextToken(ref value, out var token))
        {
            if (Ascii.EqualsIgnoreCase(token, "trailers"u8))
                return true;
        }

        return false;
    }

    /// <summary>What is counted on the way.</summary>
    private struct Seen
    {
        public long Length;
        public int Hosts;
        public int Lengths;
        public int Encodings;
        public int Upgrades;
        public int Ids;
        public int Expects;
        public bool IsChunked;
        public bool IsListed;
    }
}
