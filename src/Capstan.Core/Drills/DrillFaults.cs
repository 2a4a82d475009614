namespace Capstan.Core.Drills;

/// <summary>All faults that a drill can inject.</summary>
public static class DrillFaults
{
    /// <summary>In the order in which people are told of them.</summary>
    public static IReadOnlyList<DrillFaultInfo> All { get; } =
    [
        new(DrillFault.KillLeader, "kill-leader", true, false, "kill -9 of the worker that leads",
            "another worker leads, and writes wait for that instead of failing"),
        new(DrillFault.PauseLeader, "pause-leader", true, true, "the worker that leads hangs, then goes on as if nothing had happened",
            "it is followed by another, and what it does afterwards counts for nothing"),
        new(DrillFault.KillFollower, "kill-follower", true, false, "kill -9 of a worker that follows",
            "it starts again with its data; reads and writes go on"),
        new(DrillFault.PauseFollower, "pause-follower", true, true, "a worker that follows hangs, then goes on",
            "reads go to the others, and it catches up"),
        new(DrillFault.KillWorkers, "kill-workers", true, false, "kill -9 of all workers of the database at once",
            "all start again with their data, and nothing that was acknowledged is missing"),
        new(DrillFault.KillReplica, "kill-replica", false, false, "kill -9 of a replica",
            "requests go to the others, and a successor serves on the same port"),
        new(DrillFault.PauseReplica, "pause-replica", false, true, "a replica hangs: it accepts connections and says nothing",
            "it is left out after its failed health checks, and replaced"),
    ];

    /// <summary>What a fault is called and what it means.</summary>
    public static DrillFaultInfo Of(DrillFault fault) => All.First(info => info.Fault == fault);

    /// <summary>The fault of a name; null when there is none.</summary>
    public static DrillFaultInfo? Find(string? word) => All.FirstOrDefault(info => info.Word == word);
}
