using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// Writes the head that goes to the target out of the one that came from the client: whatever is about one connection alone is new.
/// The rules are those of <see cref="HeaderRules"/> and <see cref="ForwardedHeaders"/>.
/// </summary>
internal static class RequestWriter
{
    /// <summary>Writes a head with the empty line at its end. A body is to follow as <see cref="MessageHead.Body"/> says, in chunks of our own.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="bytes">The bytes that were parsed.</param>
    /// <param name="head">What they are.</param>
    /// <param name="origin">Whom they came from.</param>
    /// <param name="id">The request's id, unless a trusted client gave one.</param>
    /// <param name="authority">Host and port of the target: the Host of a request that named none.</param>
    /// <returns>Bytes written; -1 when they do not fit.</returns>
    public static int Write(
        Span<byte> output, ReadOnlySpan<byte> bytes, RequestHead head, ClientOrigin origin, in RequestId id, ReadOnlySpan<byte> authority)
    {
        var writer = new HeadOutput(output);
        writer.Append(head.Method.Of(bytes));
        writer.Append(" "u8);
        writer.Append(head.TargetOf(bytes));
        writer.Append(" HTTP/1.1\r\n"u8);
        var host = head.Host.Of(bytes);
        writer.Append("Host"u8, host.IsEmpty ? authority : host);
        CopyFields(ref writer, bytes, head, origin.Peer.IsTrusted);
        OriginFields.Write(ref writer, bytes, head, origin);
        if (!origin.Peer.IsTrusted || head.GivenId.IsEmpty)
        {
            writer.Append("X-Request-Id: "u8);
            writer.AppendHex(id.Origin);
            writer.AppendHex(id.Number);
            writer.Append("\r\n"u8);
        }

        WriteFraming(ref writer, bytes, head);
        writer.Append("\r\n"u8);
        return writer.Result;
    }

    private static void CopyFields(ref HeadOutput writer, ReadOnlySpan<byte> bytes, RequestHead head, bool isTrusted)
    {
        var nominates = head.Has(ConnectionOptions.Nominates);
        var copy = new FieldCopy(bytes);
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind != FieldKind.Other && !IsSent(field, head, isTrusted))
                continue;
            if (nominates && head.IsNominated(bytes, field.Name.Of(bytes)))
                continue;
            copy.Add(ref writer, field);
        }

        copy.Flush(ref writer);
    }

    private static bool IsSent(in Field field, RequestHead head, bool isTrusted) => field.Kind switch
    {
        FieldKind.RequestId => isTrusted && !head.GivenId.IsEmpty,
        FieldKind.Expect => head.ExpectsContinue,
        _ => !FieldNames.IsNotSent(field.Kind),
    };

    private static void WriteFraming(ref HeadOutput writer, ReadOnlySpan<byte> bytes, RequestHead head)
    {
        if (head.Body == BodyKind.Chunked)
        {
            writer.Append("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (head.Body == BodyKind.Length || !head.IsSafe)
        {
            // Without a body too, where a method is expected to have one (RFC 9110 section 8.6).
            writer.Append("Content-Length: "u8);
            writer.Append(head.ContentLength);
            writer.Append("\r\n"u8);
        }

        if (head.IsUpgrade)
        {
            writer.Append("Connection: Upgrade\r\n"u8);
            writer.Append("Upgrade"u8, head.Upgrade.Of(bytes));
        }
    }
}
