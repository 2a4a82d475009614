using System.Net.Sockets;
using Capstan.ZooKeeper;
using Capstan.ZooKeeper.Wire;

namespace Capstan.Testing.Servers;

/// <summary>Ends somebody's session from outside, as its expiry would: a second connection proves to be the same and closes it.</summary>
public static class SessionThief
{
    /// <summary>Ends the client's session on a server, and returns when that is done.</summary>
    public static async Task EndAsync(ZooKeeperAddress server, ZooKeeperClient client, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        var frames = new JuteWriter();
        ConnectFrames.Write(frames, 0, client.SessionTimeout, client.SessionId, client.SessionPassword.Span, canBeReadOnly: false);
        var start = frames.BeginFrame();
        frames.Int32(1).Int32((int)OpCode.CloseSession);
        frames.EndFrame(start);
        await socket.SendAsync(frames.Written, cancellationToken);
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}
