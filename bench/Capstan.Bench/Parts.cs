using Capstan.Bench.Databases;
using Capstan.Bench.Forwarding;
using Capstan.Bench.Memory;
using Capstan.Bench.Reaction;
using Capstan.Bench.Replacement;

namespace Capstan.Bench;

/// <summary>The parts, in the order in which they are measured.</summary>
internal static class Parts
{
    private const string Database = "database";

    private static readonly IReadOnlyList<(string, string[])> Peers = [("nginx", ["nginx", "-v"]), ("HAProxy", ["haproxy", "-v"]), ("Caddy", ["caddy", "version"])];

    // It says its version and then that it was called wrongly.
    private static readonly IReadOnlyList<(string, string[])> Wrk = [("wrk", ["sh", "-c", "wrk -v || :"])];

    /// <summary>All of them for one run.</summary>
    public static IReadOnlyList<Part> All()
    {
        var database = new DatabaseBench();
        return
        [
            new("forwarding", "forwarding", ForwardingBench.RunAsync, Peers),
            new("memory", "memory", MemoryBench.RunAsync, Peers),
            new("reaction", "reaction", ReactionBench.RunAsync, []),
            new("replacement", "replacement", ReplacementBench.RunAsync, []),
            new("database-load", Database, database.LoadAsync, Wrk),
            new("database-leader-loss", Database, database.LeaderLossAsync, []),
            new("database-memory", Database, database.MemoryAsync, []),
            new("database-follower", Database, database.FollowerAsync, []),
            new("database-disk", Database, database.DiskAsync, []),
        ];
    }
}
