using System.Buffers.Binary;
using System.Net.Sockets;
using Capstan.ZooKeeper;

namespace Capstan.SystemTests.Servers;

/// <summary>Ends the session that holds an ephemeral node, from outside: whoever has its id and its password is that session.</summary>
internal static class LeaderSession
{
    private const int PasswordBytes = 16;
    private const int CloseSession = -11;

    // ZooKeeper makes a session's password of its id and this, with Java's generator.
    private const long Secret = 0xB3415C00L;

    /// <summary>Ends it, and returns when that is done.</summary>
    public static async Task EndAsync(ZooKeeperAddress server, string node, CancellationToken cancellationToken)
    {
        long owner;
        await using (var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperOptions { Servers = [server] }, cancellationToken))
            owner = (await client.ExistsAsync(node, cancellationToken) ?? throw new InvalidOperationException($"There is no {node}.")).Owner;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        await socket.SendAsync(Frames(owner), cancellationToken);
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
        {
        }
    }

    /// <summary>Says who it is, then good-bye.</summary>
    private static byte[] Frames(long session)
    {
        // Protocol version, last transaction seen, timeout, id, password, whether a read-only server will do.
        const int Connect = 4 + 8 + 4 + 8 + 4 + PasswordBytes + 1;
        const int Close = 4 + 4;
        var frames = new byte[4 + Connect + 4 + Close];
        var rest = frames.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(rest, Connect);
        BinaryPrimitives.WriteInt32BigEndian(rest[16..], 4_000);
        BinaryPrimitives.WriteInt64BigEndian(rest[20..], session);
        BinaryPrimitives.WriteInt32BigEndian(rest[28..], PasswordBytes);
        Password(session, rest.Slice(32, PasswordBytes));
        rest = rest[(4 + Connect)..];
        BinaryPrimitives.WriteInt32BigEndian(rest, Close);
        BinaryPrimitives.WriteInt32BigEndian(rest[4..], 1);
        BinaryPrimitives.WriteInt32BigEndian(rest[8..], CloseSession);
        return frames;
    }

    /// <summary>Java's <c>Random(session ^ secret).nextBytes</c>: 48 bits, of which the upper 32 are given out, lowest byte first.</summary>
    private static void Password(long session, Span<byte> password)
    {
        const long Multiplier = 0x5DEECE66DL;
        const long Mask = (1L << 48) - 1;
        var seed = (session ^ Secret ^ Multiplier) & Mask;
        for (var at = 0; at < password.Length; at += 4)
        {
            seed = unchecked((seed * Multiplier) + 0xB) & Mask;
            BinaryPrimitives.WriteInt32LittleEndian(password[at..], unchecked((int)(seed >> 16)));
        }
    }
}
