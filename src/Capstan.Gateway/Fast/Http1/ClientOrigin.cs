using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>What forwarded requests say of the connection they came on, written once for all its requests.</summary>
internal sealed class ClientOrigin
{
    /// <summary>The origin of a plain connection.</summary>
    public ClientOrigin(Peer peer) => Peer = peer;

    /// <summary>The other end.</summary>
    public Peer Peer { get; }
}
