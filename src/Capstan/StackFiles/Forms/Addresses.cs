using System.Net;
using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Forms;

/// <summary>Addresses, ports and networks.</summary>
internal static class Addresses
{
    /// <summary>Where to listen: an IP address or <c>localhost</c>, and a port; port 0 asks for any free one.</summary>
    public static Formed<HostPort> Listen(string text)
    {
        if (!HostPort.TryParse(text, out var value))
            return new Misshape($"'{text}' is not an address to listen on", "write host:port with a port up to 65535, such as 127.0.0.1:8080, 0.0.0.0:80 or [::]:80");
        return ListenHost(value.Host) is { } wrong ? wrong : value;
    }

    /// <summary>An address that ports are published on.</summary>
    public static Formed<string> Publish(string text) => ListenHost(text) is { } wrong ? wrong : text;

    /// <summary>A target that runs elsewhere.</summary>
    public static Formed<HostPort> Target(string text) =>
        HostPort.TryParse(text, out var value) && value.Port > 0 && !text.StartsWith(':') && Uri.CheckHostName(value.Host) != UriHostNameType.Unknown
            ? value
            : new Misshape($"'{text}' is not a target", "write host:port, such as 10.0.0.5:8080 or [fd00::5]:8080");

    /// <summary>A network in CIDR form.</summary>
    public static Formed<string> Network(string text) =>
        IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text.Split('/')[0], out var first) && first.Equals(network.BaseAddress)
            ? text
            : new Misshape($"'{text}' is not a network", "write its first address and length, such as 10.0.0.0/8, or one address as 10.0.0.1/32");

    /// <summary>An HTTP address of a collector.</summary>
    public static Formed<Uri> Http(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        ? uri!
        : new Misshape($"'{text}' is not an http address", "write it whole, such as http://127.0.0.1:4317");

    /// <summary>One port or a range of ports.</summary>
    public static Formed<PortRange> Ports(string text)
    {
        var ends = text.Split('-');
        if (ends.Length > 2 || Port(ends[0]) is not { } first || Port(ends[^1]) is not { } last)
            return new Misshape($"'{text}' is not a range of ports", "write first-last with ports from 1 to 65535, such as 8000-8099, or a single port");
        return first <= last ? new PortRange(first, last) : new Misshape($"the range {text} ends before it begins; write {last}-{first}");
    }

    private static Misshape? ListenHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && (host.Contains(':') || host == address.ToString()))
            ? null
            : new Misshape($"'{host}' is not an address of this machine", "write an IP address: 127.0.0.1 for this machine only, 0.0.0.0 or [::] for every interface");

    private static int? Port(string text) =>
        int.TryParse(text.Trim(), System.Globalization.NumberStyles.None, null, out var port) && port is > 0 and <= 65535 ? port : null;
}
