using System.Net.Sockets;

namespace Capstan.ZooKeeper.Connections;

/// <summary>Ends connections that other threads use.</summary>
internal static class SocketEnd
{
    /// <summary>Ends it; whoever waits on it finds it ended.</summary>
    public static void End(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It has ended already, which is all that is wanted.
        }
    }
}
