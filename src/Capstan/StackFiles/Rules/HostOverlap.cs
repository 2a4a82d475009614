using System.Net;

namespace Capstan.StackFiles.Rules;

/// <summary>Whether two listeners on one port number would meet.</summary>
internal static class HostOverlap
{
    /// <summary>True when the addresses are the same, or one of them stands for every interface.</summary>
    public static bool Between(string one, string other)
    {
        var (a, b) = (Address(one), Address(other));
        return a is null || b is null || a.Equals(b) || IsAny(a) || IsAny(b);
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress? Address(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out var address) ? address : null;
}
