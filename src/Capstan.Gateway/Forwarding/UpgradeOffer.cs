using System.Text;
using Capstan.Gateway.Fast.Http1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Forwarding;

/// <summary>What an Upgrade field of a request offers (RFC 9110 section 7.8), on both planes.</summary>
internal static class UpgradeOffer
{
    /// <summary>
    /// Whether an offer is passed on: it names something, and HTTP/2 nowhere. A tunnel that speaks HTTP/2 would carry requests past all rules.
    /// </summary>
    public static bool IsPassedOn(ReadOnlySpan<byte> offer)
    {
        var isAny = false;
        while (ConnectionField.NextToken(ref offer, out var protocol))
        {
            if (protocol.Length >= 2 && Ascii.EqualsIgnoreCase(protocol[..2], "h2"u8))
                return false;
            isAny = true;
        }

        return isAny;
    }

    /// <summary>Whether a request makes an offer that is passed on, as the general plane's server has read it. None in HTTP/1.0 does.</summary>
    public static bool IsMadeBy(HttpContext http) =>
        !HttpProtocol.IsHttp10(http.Request.Protocol)
        && http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && http.Request.Headers.Upgrade is { Count: 1 } upgrade
        && IsPassedOn(Encoding.Latin1.GetBytes(upgrade[0]!));

    /// <summary>Whether a protocol is one of those offered. None and a list of several are not.</summary>
    public static bool Has(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> chosen)
    {
        while (ConnectionField.NextToken(ref offer, out var protocol))
        {
            if (Ascii.EqualsIgnoreCase(protocol, chosen))
                return true;
        }

        return false;
    }
}
