namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a database's status.</summary>
internal sealed record DatabaseView(string Name, int Followers, int? Leader, long Epoch, long Position, long? LogBytes, string? Trouble, IReadOnlyList<WorkerView> Workers)
{
    /// <summary>The worker that leads; null while there is none.</summary>
    public WorkerView? LeaderWorker => Workers.SingleOrDefault(worker => worker.Slot == Leader && worker is { Role: "leader", Pid: not null });

    /// <summary>Whether it has a leader and all the followers that it wants, all ready, and nothing else.</summary>
    public bool IsWhole => LeaderWorker is not null && Workers.Count == Followers + 1 && Workers.All(worker => worker is { State: "ready", Pid: not null });

    /// <summary>Whether every worker has applied all that the leader has.</summary>
    public bool IsEven => Workers.All(worker => worker.Applied == Position);
}
