using System.Net;
using System.Net.Sockets;

namespace Capstan.ZooKeeper.Connections;

/// <summary>
/// Opens connections on the calling thread within a limit: a connect that waits for the thread pool would be late where that is busy.
/// </summary>
internal static class Dialer
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Connects to one of a server's addresses; each gets its share of the limit, so that one that is silent keeps nobody from the next.</summary>
    /// <exception cref="SocketException">None takes connections; the last one refused.</exception>
    /// <exception cref="TimeoutException">None does; the last one was silent.</exception>
    /// <exception cref="OperationCanceledException">The client was disposed of.</exception>
    public static Socket Dial(IReadOnlyList<IPAddress> addresses, int port, TimeSpan limit, CancellationToken stop)
    {
        Exception? fault = null;
        foreach (var each in addresses)
        {
            try
            {
                return Dial(new IPEndPoint(each, port), limit / addresses.Count, stop);
            }
            catch (Exception refusal) when (refusal is SocketException or TimeoutException)
            {
                fault = refusal;
            }
        }

        throw fault ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static Socket Dial(IPEndPoint server, TimeSpan limit, CancellationToken stop)
    {
        // A process that stood still while it asked for the name may have nothing left.
        if (limit <= TimeSpan.Zero)
            throw new TimeoutException("Its name took all the time that there was for the connection.");
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        try
        {
            Begin(socket, server);
            for (var left = limit; !socket.Poll(left < Glance ? left : Glance, SelectMode.SelectWrite); left -= Glance)
            {
                stop.ThrowIfCancellationRequested();
                if (left <= Glance)
                    throw new TimeoutException($"It did not take the connection within {limit.TotalMilliseconds:0} ms.");
            }

            var error = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != 0)
                throw new SocketException(error);
            socket.Blocking = true;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Begin(Socket socket, IPEndPoint server)
    {
        try
        {
            socket.Connect(server);
        }
        catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // What comes of it shows when the socket can be written to.
        }
    }
}
