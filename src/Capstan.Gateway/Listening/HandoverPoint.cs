using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Listening;

/// <summary>
/// Where the fast plane's loops leave connections that the general plane serves: the socket, what was read from it, and its place under the limit of
/// connections. Any thread may.
/// </summary>
internal sealed class HandoverPoint(PublicSocket socket, ConnectionLimit limit, ILogger logger) : IDisposable
{
    private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions(), logger);

    /// <summary>Takes a connection over.</summary>
    /// <param name="descriptor">Its socket, which is watched by nobody any more.</param>
    /// <param name="unread">What was read from it and not used.</param>
    /// <param name="kind">What it speaks.</param>
    public void Take(int descriptor, byte[] unread, ListenerKind kind)
    {
        var connection = _connections.Create(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)));
        limit.LeaveWith(connection);
        if (unread.Length > 0)
            connection.Transport = new PrependedTransport(connection.Transport, unread);
        socket.Hand(connection, kind);
    }

    /// <inheritdoc />
    public void Dispose() => _connections.Dispose();
}
