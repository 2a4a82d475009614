using System.Net;

namespace Capstan.Core.Access;

/// <summary>
/// Which <c>Host</c> headers a listener with rights to give answers. On a loopback listener only loopback names, so that a web page
/// cannot reach it through a name of its own that resolves to 127.0.0.1; on any other listener every name.
/// </summary>
public static class HostRule
{
    /// <summary>Whether a request for this host may go on.</summary>
    /// <param name="host">The host of the request without its port; IPv6 with or without brackets.</param>
    /// <param name="local">The address that the request came in on; null when it is not known.</param>
    public static bool Accepts(string host, IPAddress? local)
    {
        if (local is null || !IPAddress.IsLoopback(local))
            return true;
        var name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
