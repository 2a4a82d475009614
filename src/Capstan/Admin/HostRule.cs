using System.Net;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>
/// Which <c>Host</c> headers the admin API answers. On a loopback listener only loopback names, so that a web page cannot reach it
/// through a name of its own that resolves to 127.0.0.1; on any other listener every name.
/// </summary>
internal static class HostRule
{
    /// <summary>Whether a request for this host may go on.</summary>
    public static bool Accepts(HostString host, IPAddress? local)
    {
        if (local is null || !IPAddress.IsLoopback(local))
            return true;
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
