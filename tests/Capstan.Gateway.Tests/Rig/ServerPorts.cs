using System.Net;
using System.Net.Sockets;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>Ports of servers that are other programs.</summary>
internal static class ServerPorts
{
    /// <summary>A port that is free now.</summary>
    public static int Free()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    /// <summary>Waits until somebody listens.</summary>
    public static Task OpenAsync(int port) => Eventually.TrueAsync(() => Accepts(port));

    private static bool Accepts(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
