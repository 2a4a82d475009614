using System.Net;

namespace Capstan.Gateway.Forwarding;

/// <summary>The networks whose word on where a request came from is believed.</summary>
internal sealed class TrustedNetworks
{
    private readonly IPNetwork[] _networks;

    /// <summary>Networks in CIDR form.</summary>
    /// <exception cref="FormatException">One of them is not in that form.</exception>
    public TrustedNetworks(IReadOnlyList<string> networks)
    {
        _networks = [.. networks.Select(text => IPNetwork.TryParse(text, out var network)
            ? network
            : throw new FormatException($"\"{text}\" in gateway.trustForwarded is not a network. Write it as address/bits, such as 10.0.0.0/8."))];
    }

    /// <summary>Whether an address lies in one of them.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
