using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway.Listening;

/// <summary>Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes of a connection, and leaves them unread.</summary>
internal static class Preface
{
    private static ReadOnlySpan<byte> Http2 => "PRI * HTTP/2.0"u8;

    /// <summary>Waits for the first bytes.</summary>
    /// <returns>The protocol; null when the connection closed before it said enough.</returns>
    public static async ValueTask<ListenerKind?> ReadAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var kind = Judge(result.Buffer);
            if (kind is null && !result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            input.AdvanceTo(result.Buffer.Start);
            return kind;
        }
    }

    /// <summary>The protocol that bytes begin; null while they may be either.</summary>
    public static ListenerKind? Judge(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Http2.Length);
        if (!Http2.StartsWith(bytes[..length]))
            return ListenerKind.Http1;
        return length == Http2.Length ? ListenerKind.Http2 : null;
    }

    /// <summary>The protocol that bytes begin; null while they may be either.</summary>
    internal static ListenerKind? Judge(ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[Http2.Length];
        var length = (int)Math.Min(bytes.Length, start.Length);
        bytes.Slice(0, length).CopyTo(start);
        return Judge(start[..length]);
    }
}
