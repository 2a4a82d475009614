using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>What forwarded requests say of the plain connection that they came on, written once for all its requests.</summary>
internal sealed class ClientOrigin
{
    /// <summary>The origin of a connection.</summary>
    /// <param name="peer">Its other end.</param>
    public ClientOrigin(Peer peer)
    {
        Peer = peer;
        Address = Encoding.ASCII.GetBytes(peer.Text);
        Port = Encoding.ASCII.GetBytes(peer.LocalPort);
        ForwardedStart = Encoding.ASCII.GetBytes($"for={peer.Node}");
        Fields = Encoding.ASCII.GetBytes(
            $"X-Forwarded-For: {peer.Text}\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: {peer.LocalPort}\r\n");
    }

    /// <summary>The other end.</summary>
    public Peer Peer { get; }

    /// <summary>Its address in text.</summary>
    public byte[] Address { get; }

    /// <summary>Port of ours that it connected to.</summary>
    public byte[] Port { get; }

    /// <summary>How its element of Forwarded begins.</summary>
    public byte[] ForwardedStart { get; }

    /// <summary>The field lines that are the same in each request of a client that is not trusted.</summary>
    public byte[] Fields { get; }
}
