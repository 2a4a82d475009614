using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>A member of an etcd cluster: its data outlives its process. Everything is etcd's default but names, ports, folders and how much it logs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its data.</param>
/// <param name="ClientPort">Where clients go.</param>
/// <param name="PeerPort">Where other members go.</param>
internal sealed record EtcdNode(string Name, string Folder, int ClientPort, int PeerPort)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>URL for clients.</summary>
    public string Url => $"http://127.0.0.1:{ClientPort}";

    /// <summary>Name and URL for other members.</summary>
    public string Peer => $"{Name}=http://127.0.0.1:{PeerPort}";

    /// <summary>A new one.</summary>
    public static EtcdNode New(BenchRun run, int number) => new($"node{number}", Path.Combine(run.NewFolder("etcd"), "data"), FreePorts.One(), FreePorts.One());

    /// <summary>Starts its process.</summary>
    /// <param name="cluster">All members, itself included.</param>
    public Child Start(IEnumerable<EtcdNode> cluster) => Child.Start(
        null, None, "etcd", "--name", Name, "--data-dir", Folder,
        "--listen-client-urls", Url, "--advertise-client-urls", Url,
        "--listen-peer-urls", $"http://127.0.0.1:{PeerPort}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{PeerPort}",
        "--initial-cluster", string.Join(',', cluster.Select(node => node.Peer)), "--logger", "zap", "--log-level", "error");
}
