using System.Net;
using System.Net.Sockets;

namespace Capstan.Testing.Runtimes;

/// <summary>TCP ports of the loopback address.</summary>
public static class LocalPorts
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = Occupy(0);
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Listens on a port until disposed.</summary>
    public static Socket Occupy(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    /// <summary>Whether somebody could listen on it now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var socket = Occupy(port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
