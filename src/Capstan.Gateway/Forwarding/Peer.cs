using System.Net;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Forwarding;

/// <summary>The other end of a client connection, in the forms that forwarded requests name it in.</summary>
internal sealed class Peer
{
    /// <summary>The peer at an address.</summary>
    /// <param name="remote">Its address; null when it has none.</param>
    /// <param name="localPort">Port of ours that it connected to.</param>
    /// <param name="trusted">Whose word is believed.</param>
    public Peer(IPAddress? remote, int localPort, TrustedNetworks trusted)
    {
        RawAddress = remote;
        RawPort = localPort;
        var address = RawAddress ?? IPAddress.None;
        Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Text = Address.ToString();
        Node = Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"\"[{Text}]\"" : Text;
        LocalPort = RawPort.ToString();
        IsTrusted = trusted.Contains(Address);
    }

    /// <summary>Its address; IPv4 also where the listener speaks both.</summary>
    public IPAddress Address { get; }

    /// <summary>The address as <c>X-Forwarded-For</c> has it.</summary>
    public string Text { get; }

    /// <summary>The address as a node of <c>Forwarded</c>.</summary>
    public string Node { get; }

    /// <summary>Port of ours that it connected to.</summary>
    public string LocalPort { get; }

    /// <summary>Whether its forwarding headers are believed.</summary>
    public bool IsTrusted { get; }

    private IPAddress? RawAddress { get; }

    private int RawPort { get; }

    /// <summary>The peer of a connection; the known one when it is the same.</summary>
    public static Peer Of(ConnectionInfo connection, TrustedNetworks trusted, Peer? known) =>
        known is not null && Equals(known.RawAddress, connection.RemoteIpAddress) && known.RawPort == connection.LocalPort
            ? known
            : new Peer(connection.RemoteIpAddress, connection.LocalPort, trusted);
}
