using System.Buffers;
using System.Text;
using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Whom a request is for (RFC 9110 section 7.2, RFC 9112 section 3.2).</summary>
internal static class HostField
{
    // Those of RFC 3986 for a registered name, but for the percent and what would end a host in a list or a cookie.
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("!$&'()-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // A name of the DNS has no more (RFC 1035 section 2.3.4). A host is written three times, so that its bound bounds what is forwarded.
    private const int LongestName = 255;
    private const int LongestPort = 5;

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789ABCDEFabcdef:."u8);

    /// <summary>Checks the Host fields of a request against its target, and keeps the host's name.</summary>
    /// <returns>The answer to a request without a clear host; null for every other.</returns>
    public static OwnAnswer? Check(ReadOnlySpan<byte> bytes, RequestHead head, int count)
    {
        if (count > 1 || (count == 0 && head.Minor == 1))
            return Rejections.HostCount;
        if (!head.Authority.IsEmpty)
        {
            var usualPort = head.Authority.Start - head.RawTarget.Start == "https://".Length ? ":443"u8 : ":80"u8;
            if (count == 1 && !AreSame(head.Host.Of(bytes), head.Authority.Of(bytes), usualPort))
                return Rejections.BadHost;
            head.Host = head.Authority;
        }

        if (head.Host.IsEmpty)
            return null;
        var length = NameLength(head.Host.Of(bytes));
        head.HostName = new Slice(head.Host.Start, length);
        return length > 0 ? null : Rejections.BadHost;
    }

    /// <summary>Length of a host without its port; 0 when it is no host.</summary>
    internal static int NameLength(ReadOnlySpan<byte> host)
    {
        var end = host[0] == '['
            ? AddressLength(host)
            : host.IndexOfAnyExcept(NameBytes) is var other and >= 0 ? other : host.Length;
        return end is > 0 and <= LongestName && (end == host.Length || IsPort(host[end..])) ? end : 0;
    }

    /// <summary>Length of an IPv6 address in brackets; the shortest is <c>[::1]</c>.</summary>
    private static int AddressLength(ReadOnlySpan<byte> host)
    {
        var end = host[1..].IndexOfAnyExcept(AddressBytes) + 1;
        return end >= 4 && host[end] == ']' ? end + 1 : 0;
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.Length is > 1 and <= LongestPort + 1 && text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Whether both name one host; the port that goes without saying may be said.</summary>
    private static bool AreSame(ReadOnlySpan<byte> host, ReadOnlySpan<byte> authority, ReadOnlySpan<byte> usualPort) =>
        Ascii.EqualsIgnoreCase(WithoutPort(host, usualPort), WithoutPort(authority, usualPort));

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host, ReadOnlySpan<byte> port) =>
        host.EndsWith(port) ? host[..^port.Length] : host;
}
