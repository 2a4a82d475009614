using System.Net;
using RideShare.Service.Database;

namespace RideShare.Service.Hosting;

/// <summary>What both programs are told.</summary>
/// <param name="Listen">Where to listen; port 0 picks a free one.</param>
/// <param name="Database">Where everything is stored.</param>
/// <param name="Clock">Measures deadlines and pauses.</param>
public sealed record ServiceSettings(IPEndPoint Listen, DatabaseSettings Database, TimeProvider Clock)
{
    /// <summary>Reads <c>HOST</c>, <c>PORT</c> and what the database wants.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static ServiceSettings Read(Variables variables, int defaultPort)
    {
        string host = variables.Text("HOST", "127.0.0.1");
        string port = variables.Text("PORT", defaultPort.ToString());
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            throw new SettingsException($"HOST is '{host}'; give an IP address to listen on, such as 127.0.0.1 or 0.0.0.0");
        }

        if (!ushort.TryParse(port, out ushort number))
        {
            throw new SettingsException($"PORT is '{port}'; give a number from 0 to 65535");
        }

        return new ServiceSettings(new IPEndPoint(address, number), DatabaseSettings.Read(variables), TimeProvider.System);
    }
}
