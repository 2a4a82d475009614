using System.Net;
using System.Net.Sockets;

namespace Capstan.SystemTests.Harness;

/// <summary>
/// Ports that nobody listens on, below both the range that the kernel gives to outgoing connections and the one that Capstan picks
/// from by itself. No port is given out twice in one run.
/// </summary>
internal static class FreePorts
{
    private const int First = 12_000;
    private const int Last = 19_999;

    private static readonly Lock Gate = new();
    private static int _next = First + (Environment.ProcessId * 61 % (Last - First));

    /// <summary>One port.</summary>
    public static int One() => Range(1);

    /// <summary>The first of <paramref name="count"/> ports in a row.</summary>
    public static int Range(int count)
    {
        lock (Gate)
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
        }

        throw new InvalidOperationException($"No {count} ports in a row from {First} to {Last} are free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
