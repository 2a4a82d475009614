namespace Capstan.Core.Stacks;

/// <summary>An address to listen on or to connect to: a host name or IP address and a port.</summary>
/// <param name="Host">IP address or host name; IPv6 without brackets.</param>
/// <param name="Port">TCP port, 0 to 65535; 0 asks for any free port where listening.</param>
public readonly record struct HostPort(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>, <c>[v6]:port</c> or <c>:port</c> (all interfaces).</summary>
    /// <returns>False when the text is not of that form or the port is outside 0 to 65535.</returns>
    public static bool TryParse(string? text, out HostPort value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out var port) || port > 65535)
            return false;
        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
            host = host[1..^1];
        else if (host.Contains(':'))
            return false;
        value = new HostPort(host.Length == 0 ? "0.0.0.0" : host, port);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
