using System.Globalization;
using Capstan.Testing.Runtimes;

namespace Capstan.Testing.Servers;

/// <summary>The port mapper of the brokers of this program, on a port of its own: another one's would outlive it.</summary>
internal static class BrokerEpmd
{
    private static readonly Lazy<Task<(int Port, GuardedProcess Process)>> One = new(StartAsync);

    /// <summary>Its port.</summary>
    public static async Task<int> PortAsync() => (await One.Value).Port;

    private static async Task<(int Port, GuardedProcess Process)> StartAsync()
    {
        var port = LocalPorts.Free();
        var process = await GuardedProcess.StartAsync(
            "/", ["epmd", "-port", port.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"], output: "/dev/null");
        return (port, process);
    }
}
