using System.Net;
using Capstan.Core.Stacks;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Listening;

/// <summary>
/// One public address: accepts its connections, closes at once those above the limit, and hands each to the listener for what it
/// speaks. A connection that says nothing within the header timeout is closed.
/// </summary>
internal sealed partial class PublicSocket(
    HostPort address, bool isTls, ConnectionLimit limit, TimeSpan silence, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<ListenerKind, HandoverListener> _listeners = [];
    private readonly List<IConnectionListener> _sockets = [];
    private int _unbound;

    /// <summary>The endpoints that the server is to listen on in its place.</summary>
    public IReadOnlyList<GateEndPoint> EndPoints { get; } = isTls
        ? [new GateEndPoint(address, ListenerKind.Tls)]
        : [new GateEndPoint(address, ListenerKind.Http1), new GateEndPoint(address, ListenerKind.Http2)];

    /// <summary>Opens the sockets.</summary>
    /// <returns>The address with the port that it really has.</returns>
    /// <exception cref="ListenException">The address is taken, or is none of this machine's.</exception>
    public async Task<HostPort> BindAsync(IConnectionListenerFactory sockets, CancellationToken cancellationToken)
    {
        var port = address.Port;
        try
        {
            foreach (var ip in await ResolveAsync(cancellationToken))
            {
                var socket = await sockets.BindAsync(new IPEndPoint(ip, port), cancellationToken);
                _sockets.Add(socket);
                port = ((IPEndPoint)socket.EndPoint).Port;
            }
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            await UnbindAsync();
            throw ListenException.For(address, exception);
        }

        return address with { Port = port };
    }

    /// <summary>The listener that the server accepts one kind of connection from; accepting starts with the last of them.</summary>
    public HandoverListener Listen(GateEndPoint endPoint)
    {
        var listener = new HandoverListener(endPoint, UnbindAsync);
        _listeners.Add(endPoint.Kind, listener);
        if (_listeners.Count == EndPoints.Count)
        {
            foreach (var socket in _sockets)
                _ = AcceptAllAsync(socket);
        }

        return listener;
    }

    /// <summary>Closes the sockets; connections that were accepted stay.</summary>
    public async ValueTask UnbindAsync()
    {
        if (Interlocked.Exchange(ref _unbound, 1) != 0)
            return;
        foreach (var socket in _sockets)
        {
            await socket.UnbindAsync();
            await socket.DisposeAsync();
        }
    }

    /// <summary>The addresses that its host stands for.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name.</exception>
    public async Task<IPAddress[]> ResolveAsync(CancellationToken cancellationToken)
    {
        if (address.Host is "*" or "")
            return [IPAddress.Any];
        return IPAddress.TryParse(address.Host, out var ip) ? [ip] : await Dns.GetHostAddressesAsync(address.Host, cancellationToken);
    }

    /// <summary>Hands an accepted connection to the listener for what it speaks.</summary>
    public void Hand(ConnectionContext connection, ListenerKind kind)
    {
        if (!_listeners[kind].TryAdd(connection))
            _ = CloseAsync(connection, "stopping");
    }

    private async Task AcceptAllAsync(IConnectionListener socket)
    {
        try
        {
            while (await socket.AcceptAsync() is { } connection)
            {
                if (!limit.TryEnter(connection))
                    _ = CloseAsync(connection, "too many connections");
                else if (isTls)
                    Hand(connection, ListenerKind.Tls);
                else
                    _ = SortAsync(connection);
            }
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            LogAcceptFailed(exception, address);
        }
    }

    private async Task SortAsync(ConnectionContext connection)
    {
        try
        {
            using var timeout = new CancellationTokenSource(silence, time);
            if (await Preface.ReadAsync(connection, timeout.Token) is { } kind)
                Hand(connection, kind);
            else
                await CloseAsync(connection, "closed before the first request");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            await CloseAsync(connection, "no request in time");
        }
    }

    private static async Task CloseAsync(ConnectionContext connection, string reason)
    {
        connection.Abort(new ConnectionAbortedException(reason));
        await connection.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Accepting connections on {Address} failed; the gateway no longer listens there. Restart it.")]
    private partial void LogAcceptFailed(Exception exception, HostPort address);
}
