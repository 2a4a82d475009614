using System.Net;

namespace SelfieLess.Service;

/// <summary>What both programs are told by environment variables.</summary>
public sealed record ServiceSettings(IPAddress Host, int Port, string DataFolder)
{
    /// <summary>Reads <c>HOST</c>, <c>PORT</c> (0 picks a free one) and <c>DATA</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static ServiceSettings Read(int defaultPort)
    {
        string host = Variable("HOST", "127.0.0.1");
        string port = Variable("PORT", defaultPort.ToString());
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            throw new SettingsException($"HOST is '{host}'; give an IP address to listen on, such as 127.0.0.1 or 0.0.0.0");
        }

        if (!ushort.TryParse(port, out ushort number))
        {
            throw new SettingsException($"PORT is '{port}'; give a number from 0 to 65535");
        }

        return new ServiceSettings(address, number, Path.GetFullPath(Variable("DATA", "data")));
    }

    /// <summary>A variable's value; the default when it is absent or empty.</summary>
    public static string Variable(string name, string defaultValue) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : defaultValue;
}
