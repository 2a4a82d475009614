using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Control;

/// <summary>Finds host ports for slots whose service names none.</summary>
internal static class PortPicker
{
    // Below the range from which the kernel takes the ports of outgoing connections.
    private const int First = 21_000;
    private const int Last = 29_999;

    /// <summary>
    /// A port that nobody listens on now and that is not in <paramref name="taken"/>. The search begins at a place that depends on
    /// the slot, so that stacks on one host seldom meet.
    /// </summary>
    /// <exception cref="IOException">All ports of the range are taken.</exception>
    public static int Pick(string stateFolder, string service, int slot, string address, IReadOnlySet<int> taken)
    {
        var hash = 17u;
        foreach (var value in Encoding.UTF8.GetBytes($"{stateFolder}\n{service}"))
            hash = (hash * 31) + value;
        var count = Last - First + 1;
        for (var tried = 0; tried < count; tried++)
        {
            var port = First + (int)((hash + (uint)(slot + tried)) % (uint)count);
            if (!taken.Contains(port) && IsFree(address, port))
                return port;
        }

        throw new IOException($"No port from {First} to {Last} is free on {address}; give the service a range with 'ports'.");
    }

    private static bool IsFree(string address, int port)
    {
        var ip = IPAddress.TryParse(address, out var parsed) ? parsed : IPAddress.Loopback;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(ip, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
