using System.Net.Sockets;

namespace Capstan.Gateway.Tests.Rig;

internal static class SocketResets
{
    /// <summary>Closes a socket so that its other end is told of a reset, not of an end.</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }
}
