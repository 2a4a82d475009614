using Capstan.Bench.Databases;
using Capstan.Bench.Databases.Broker;
using Capstan.Bench.Databases.Postgres;
using Capstan.Bench.Forwarding;
using Capstan.Bench.Memory;
using Capstan.Bench.Reaction;
using Capstan.Bench.Replacement;

namespace Capstan.Bench;

/// <summary>The parts, in the order in which they are measured.</summary>
internal static class Parts
{
    private static readonly IReadOnlyList<string> Alone = ["database"];
    private static readonly IReadOnlyList<string> OnServers = ["broker"];
    private static readonly IReadOnlyList<string> Beside = ["database-peers", "database"];

    private static readonly IReadOnlyList<(string, string[])> Peers = [("nginx", ["nginx", "-v"]), ("HAProxy", ["haproxy", "-v"]), ("Caddy", ["caddy", "version"])];

    private static readonly (string, string[]) Etcd = ("etcd", ["etcd", "--version"]);
    private static readonly (string, string[]) Postgres = ("PostgreSQL", [PostgresUser.Program("postgres"), "--version"]);

    private static readonly (string, string[]) Rabbit = ("RabbitMQ", ["dpkg-query", "-W", "rabbitmq-server"]);
    private static readonly (string, string[]) ZooKeeper = ("ZooKeeper", ["dpkg-query", "-W", "zookeeper"]);
    private static readonly (string, string[]) Docker = ("Docker Engine", ["sh", "-c", "docker version --format '{{.Server.Version}}' 2>/dev/null || echo none"]);
    private static readonly (string, string[]) Patroni = ("Patroni", ["patroni", "--version"]);

    // wrk says its version and then that it was called wrongly.
    private static readonly IReadOnlyList<(string, string[])> Clients = [("wrk", ["sh", "-c", "wrk -v || :"]), ("h2load", ["h2load", "--version"])];

    /// <summary>All of them for one run.</summary>
    public static IReadOnlyList<Part> All()
    {
        var database = new DatabaseBench();
        return
        [
            new("forwarding", ["forwarding"], ForwardingBench.RunAsync, Peers),
            new("forwarding-features", ["forwarding"], FeaturesBench.RunAsync, []),
            new("memory", ["memory"], MemoryBench.RunAsync, Peers),
            new("reaction", ["reaction"], ReactionBench.RunAsync, []),
            new("replacement", ["replacement"], ReplacementBench.RunAsync, []),
            new("database-load", Beside, database.LoadAsync, [Etcd, Postgres, .. Clients]),
            new("database-leader-loss", Beside, database.LeaderLossAsync, [Etcd]),
            new("database-lag", Beside, database.LagAsync, [Etcd, Postgres, .. Clients]),
            new("broker-load", OnServers, BrokerLoadBench.RunAsync, [Rabbit, ZooKeeper, Clients[0]]),
            new("broker-leader-loss", OnServers, BrokerLossBench.RunAsync, [Rabbit, ZooKeeper, Patroni, Postgres]),
            new("broker-container-loss", OnServers, ContainerLossBench.RunAsync, [Rabbit, ZooKeeper, Docker]),
            new("database-memory", Alone, database.MemoryAsync, []),
            new("database-follower", Alone, database.FollowerAsync, []),
            new("database-transfer", Alone, database.TransferAsync, []),
            new("database-disk", Alone, database.DiskAsync, []),
        ];
    }
}
