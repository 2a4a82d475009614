using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Capstan.Gateway.Listening;

/// <summary>
/// Has the kernel close connections whose peer takes nothing: the server's own smallest rate counts a byte as sent when it is in a
/// buffer, so a client that reads nothing of a large answer would hold its connection for hours.
/// </summary>
internal static class StalledPeers
{
    /// <summary>
    /// How long sent bytes may stay unacknowledged, or the peer's window closed. Longer than the gateway's own limit, which comes first while it
    /// serves the peer.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    private const int Tcp = 6;
    private const int UserTimeout = 18;

    /// <summary>Opens a listening socket; accepted ones inherit the limit.</summary>
    public static Socket Listen(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes((int)Limit.TotalMilliseconds));
        return socket;
    }
}
