using System.Globalization;

namespace Capstan.Bench.Reaction;

/// <summary>The kernel's list of connections.</summary>
internal static class TcpTable
{
    private const string Established = "01";

    /// <summary>Client ports of the connections that are established to a local port now.</summary>
    public static HashSet<int> ClientsOf(int port)
    {
        var clients = new HashSet<int>();
        // A socket that speaks both versions of IP stands in the second list, whichever of them it uses.
        foreach (var line in File.ReadLines("/proc/net/tcp").Skip(1).Concat(File.ReadLines("/proc/net/tcp6").Skip(1)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[3] == Established && PortOf(words[2]) == port)
                clients.Add(PortOf(words[1]));
        }

        return clients;
    }

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
