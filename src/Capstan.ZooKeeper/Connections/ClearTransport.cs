using System.Net.Sockets;

namespace Capstan.ZooKeeper.Connections;

/// <summary>A connection in clear.</summary>
/// <param name="socket">The connection, which ends with it.</param>
internal sealed class ClearTransport(Socket socket) : ITransport
{
    /// <inheritdoc />
    public void Send(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        socket.SendTimeout = (int)Math.Max(1, limit.TotalMilliseconds);
        socket.Send(bytes);
    }

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }

    /// <inheritdoc />
    public int? Receive(Span<byte> room, TimeSpan wait) => socket.Poll(wait, SelectMode.SelectRead) ? socket.Receive(room) : null;

    /// <inheritdoc />
    public void Break() => socket.End();

    /// <inheritdoc />
    public void Dispose() => socket.Dispose();
}
