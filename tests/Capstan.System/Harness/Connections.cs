using System.Globalization;

namespace Capstan.SystemTests.Harness;

/// <summary>Connections of this machine as the kernel lists them.</summary>
internal static class Connections
{
    private const string Established = "01";

    /// <summary>The clients' ports of the connections that the listener of a port still holds.</summary>
    public static HashSet<int> To(int port) =>
        [.. File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Established && PortOf(fields[1]) == port).Select(fields => PortOf(fields[2]))];

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
