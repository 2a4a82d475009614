using System.Globalization;
using Capstan.Testing.Runtimes;

namespace Capstan.Testing.Servers;

/// <summary>Folder, ports and settings of one broker.</summary>
internal sealed record BrokerNode
{
    // All brokers of this program may talk to each other.
    private static readonly string Cookie = Guid.NewGuid().ToString("N");

    /// <summary>Name of its Erlang node.</summary>
    public required string Name { get; init; }

    /// <summary>All that it writes.</summary>
    public required string Folder { get; init; }

    /// <summary>Where it listens.</summary>
    public required int Port { get; init; }

    /// <summary>Its environment and that of its tools.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Makes the folder of a broker.</summary>
    /// <param name="name">A name that no other broker of this machine has.</param>
    /// <param name="peers">Names of all nodes of its cluster; none when it is alone.</param>
    /// <param name="settings">Further lines of its configuration.</param>
    public static async Task<BrokerNode> MakeAsync(string name, IReadOnlyList<string> peers, params IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("capstan-broker-").FullName;
        var (port, dist) = (LocalPorts.Free(), LocalPorts.Free());
        await WriteFilesAsync(folder, port, peers, settings);
        return new BrokerNode
        {
            Name = NodeName(name),
            Folder = folder,
            Port = port,
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = folder,
                ["LANG"] = "C.UTF-8",
                ["RABBITMQ_NODENAME"] = NodeName(name),
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
                ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "advanced.config"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                ["RABBITMQ_LOGS"] = Path.Combine(folder, "log", "broker.log"),
                ["RABBITMQ_DIST_PORT"] = dist.ToString(CultureInfo.InvariantCulture),
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_EPMD_PORT"] = (await BrokerEpmd.PortAsync()).ToString(CultureInfo.InvariantCulture),
                // Makes the script give way to the server, so that its process id is the server's.
                ["RUNNING_UNDER_SYSTEMD"] = "1",
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
            },
        };
    }

    /// <summary>The name of a node.</summary>
    public static string NodeName(string name) => $"capstan-{name}@localhost";

    private static async Task WriteFilesAsync(string folder, int port, IReadOnlyList<string> peers, IEnumerable<string> further)
    {
        var settings = new List<string>
        {
            $"listeners.tcp.1 = 127.0.0.1:{port}",
            "disk_free_limit.absolute = 10MB",
            "log.file.level = warning",
            "cluster_partition_handling = pause_minority",
            "collect_statistics_interval = 1000",
        };
        settings.AddRange(further);
        if (peers.Count > 0)
            settings.Add("cluster_formation.peer_discovery_backend = classic_config");
        settings.AddRange(peers.Select((peer, number) => $"cluster_formation.classic_config.nodes.{number + 1} = {NodeName(peer)}"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "rabbitmq.conf"), settings);
        await File.WriteAllTextAsync(Path.Combine(folder, "advanced.config"), "[{kernel,[{inet_dist_use_interface,{127,0,0,1}}]}].\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n");
        var cookie = Path.Combine(folder, ".erlang.cookie");
        await File.WriteAllTextAsync(cookie, Cookie);
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }
}
