using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway.Listening;

/// <summary>Gives the server its listeners out of the public sockets, which are open already.</summary>
internal sealed class GateTransport(IReadOnlyList<PublicSocket> sockets) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc />
    public bool CanBind(EndPoint endpoint) => endpoint is GateEndPoint;

    /// <inheritdoc />
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        foreach (var socket in sockets)
        {
            if (endpoint is GateEndPoint gate && socket.EndPoints.Contains(gate))
                return ValueTask.FromResult<IConnectionListener>(socket.Listen(gate));
        }

        throw new InvalidOperationException($"{endpoint} belongs to no public socket.");
    }
}
