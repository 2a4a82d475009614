using System.Net;

namespace Samples.Shared.Hosting;

/// <summary>What a program is told by environment variables; an empty one counts as absent.</summary>
/// <param name="read">Gives a variable's value, or null.</param>
public sealed class Variables(Func<string, string?> read)
{
    public static Variables OfEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>A variable's value, or the default.</summary>
    public string Text(string name, string defaultValue) => read(name) is { Length: > 0 } value ? value : defaultValue;

    /// <summary>Where to listen, by <c>HOST</c> and <c>PORT</c>; port 0 picks a free one.</summary>
    /// <exception cref="SettingsException">A value is no such address or port.</exception>
    public IPEndPoint Listen(int defaultPort)
    {
        string host = Text("HOST", "127.0.0.1");
        string port = Text("PORT", defaultPort.ToString());
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            throw new SettingsException($"HOST is '{host}'; give an IP address to listen on, such as 127.0.0.1 or 0.0.0.0");
        }

        return ushort.TryParse(port, out ushort number)
            ? new IPEndPoint(address, number)
            : throw new SettingsException($"PORT is '{port}'; give a number from 0 to 65535");
    }

    /// <summary>The base of a service over plain HTTP, without a path.</summary>
    /// <exception cref="SettingsException">The value is no such address.</exception>
    public Uri Base(string name, string defaultValue)
    {
        string value = Text(name, defaultValue);
        return Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/"
            ? address
            : throw new SettingsException($"{name} is '{value}'; give the base of the service, such as {defaultValue}");
    }
}
