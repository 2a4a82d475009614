using System.Net;
using System.Net.Sockets;

namespace Capstan.Bench.Programs;

/// <summary>Ports that nobody listens on, below the range that the kernel gives to outgoing connections. None is given out twice.</summary>
internal static class FreePorts
{
    private const int First = 20_500;
    private const int Last = 29_999;

    private static int _next = First + (Environment.ProcessId * 37 % (Last - First));

    /// <summary>One port.</summary>
    public static int One() => Range(1);

    /// <summary>The first of <paramref name="count"/> ports in a row.</summary>
    public static int Range(int count)
    {
        for (var tried = 0; tried < Last - First; tried++)
        {
            if (_next + count > Last)
                _next = First;
            var first = _next;
            _next += count;
            if (Enumerable.Range(first, count).All(IsFree))
                return first;
        }

        throw new BenchException($"No {count} ports in a row from {First} to {Last} are free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
