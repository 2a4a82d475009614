using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>Finds the process at the other end of a connection on this machine; it may be in a container.</summary>
internal static class SocketOwner
{
    private static readonly string? Own = ProcessTable.Link(Environment.ProcessId, "ns/net");

    /// <summary>The process whose socket is bound to the one IPv4 address and connected to the other; 0 when none is found.</summary>
    public static int Of(IPEndPoint socket, IPEndPoint peer)
    {
        var (local, remote) = (Text(socket), Text(peer));
        // Containers have networks of their own, and each tells of its own sockets alone.
        var networks = ProcessTable.Pids().GroupBy(pid => ProcessTable.Link(pid, "ns/net")).Where(network => network.Key is not null).ToList();
        foreach (var network in networks)
        {
            if (OwnerIn(network, local, remote) is > 0 and var owner)
                return owner;
        }

        // Docker's rules give a connection of this machine to its own bridge another address, and leave the port.
        return OwnerIn(networks.Single(network => network.Key == Own), local[local.IndexOf(':', StringComparison.Ordinal)..], remote);
    }

    private static int OwnerIn(IEnumerable<int> pids, string local, string remote) =>
        SocketOf(pids.First(), local, remote) is { } found ? pids.FirstOrDefault(pid => ProcessTable.Holds(pid, found)) : 0;

    private static string? SocketOf(int pid, string local, string remote)
    {
        foreach (var file in (string[])["net/tcp", "net/tcp6"])
        {
            var fields = Encoding.ASCII.GetString(ProcessTable.Read(pid, file) ?? []).Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .FirstOrDefault(fields => fields.Length > 9 && fields[1].EndsWith(local, StringComparison.Ordinal) && fields[2].EndsWith(remote, StringComparison.Ordinal));
            if (fields is not null)
                return $"socket:[{fields[9]}]";
        }

        return null;
    }

    // As the kernel writes it: the address is a number of this machine's order of bytes. An IPv6 socket has a prefix before it.
    private static string Text(IPEndPoint end)
    {
        Assert.Equal(AddressFamily.InterNetwork, end.AddressFamily);
        return string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt32LittleEndian(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");
    }
}
