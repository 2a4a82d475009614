using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway.Listening;

/// <summary>A listener whose connections were accepted elsewhere.</summary>
internal sealed class HandoverListener(EndPoint endPoint, Func<ValueTask> unbind) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc />
    public EndPoint EndPoint { get; } = endPoint;

    /// <summary>Hands a connection over; false when the listener is closed.</summary>
    public bool TryAdd(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

    /// <inheritdoc />
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

    /// <inheritdoc />
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbind();
        _connections.Writer.TryComplete();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_connections.Reader.TryRead(out var connection))
            await connection.DisposeAsync();
    }
}
