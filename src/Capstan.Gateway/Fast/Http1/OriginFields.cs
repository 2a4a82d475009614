using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// Writes where a request came from: <c>X-Forwarded-*</c> and <c>Forwarded</c> (RFC 7239), as <see cref="ForwardedHeaders"/> does. What
/// the client sent of them counts only when it is trusted, and is then continued.
/// </summary>
internal static class OriginFields
{
    /// <summary>Writes the field lines.</summary>
    public static void Write(ref HeadOutput writer, ReadOnlySpan<byte> bytes, RequestHead head, ClientOrigin origin)
    {
        var host = head.Host.Of(bytes);
        if (origin.Peer.IsTrusted)
        {
            WriteContinued(ref writer, bytes, head, origin, host);
            return;
        }

        writer.Append(origin.Fields);
        if (!host.IsEmpty)
            writer.Append("X-Forwarded-Host"u8, host);
        writer.Append("Forwarded: "u8);
        WriteElement(ref writer, origin, host);
    }

    private static void WriteContinued(
        ref HeadOutput writer, ReadOnlySpan<byte> bytes, RequestHead head, ClientOrigin origin, ReadOnlySpan<byte> host)
    {
        writer.Append("X-Forwarded-For: "u8);
        if (WriteGiven(ref writer, bytes, head.Fields, FieldKind.ForwardedFor))
            writer.Append(", "u8);
        writer.Append(origin.Address);
        writer.Append("\r\n"u8);
        WriteKept(ref writer, bytes, head.Fields, FieldKind.ForwardedProto, "X-Forwarded-Proto: "u8, "http"u8);
        WriteKept(ref writer, bytes, head.Fields, FieldKind.ForwardedPort, "X-Forwarded-Port: "u8, origin.Port);
        if (!host.IsEmpty)
            WriteKept(ref writer, bytes, head.Fields, FieldKind.ForwardedHost, "X-Forwarded-Host: "u8, host);
        writer.Append("Forwarded: "u8);
        if (WriteGiven(ref writer, bytes, head.Fields, FieldKind.Forwarded))
            writer.Append(", "u8);
        WriteElement(ref writer, origin, host);
    }

    private static void WriteElement(ref HeadOutput writer, ClientOrigin origin, ReadOnlySpan<byte> host)
    {
        writer.Append(origin.ForwardedStart);
        if (!host.IsEmpty)
        {
            writer.Append(";host=\""u8);
            writer.Append(host);
            writer.Append("\""u8);
        }

        writer.Append(";proto=http\r\n"u8);
    }

    private static void WriteKept(
        ref HeadOutput writer, ReadOnlySpan<byte> bytes, FieldTable fields, FieldKind kind, ReadOnlySpan<byte> start, ReadOnlySpan<byte> own)
    {
        writer.Append(start);
        if (!WriteGiven(ref writer, bytes, fields, kind))
            writer.Append(own);
        writer.Append("\r\n"u8);
    }

    /// <summary>Writes what the client sent under a name, as one list; false when it sent nothing.</summary>
    private static bool WriteGiven(ref HeadOutput writer, ReadOnlySpan<byte> bytes, FieldTable fields, FieldKind kind)
    {
        var any = false;
        foreach (ref readonly var field in fields.All)
        {
            if (field.Kind != kind || field.Value.IsEmpty)
                continue;
            if (any)
                writer.Append(", "u8);
            writer.Append(field.Value.Of(bytes));
            any = true;
        }

        return any;
    }
}
