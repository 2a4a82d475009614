using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>worker/PID</c>: a member and what it last told of itself.</summary>
internal sealed record WorkerNode
{
    /// <summary>Names this life of its process.</summary>
    public required Guid Id { get; init; }

    public required int Slot { get; init; }

    public required int Pid { get; init; }

    /// <summary>Version and options of its SQLite.</summary>
    public required string Engine { get; init; }

    /// <summary>Whether it has told any state yet; before that, nobody knows what its folder holds.</summary>
    public bool HasTold { get; init; }

    public bool Ready { get; init; }

    public long Applied { get; init; }

    public long Position { get; init; }

    public long Epoch { get; init; }

    public long StuckAt { get; init; }

    public long DivergedAt { get; init; }

    public bool MakesSnapshot { get; init; }

    public string Trouble { get; init; } = "";

    /// <summary>The member that it stands for.</summary>
    public Member ToMember() => new(Id, Slot, Pid, Engine, new MemberState
    {
        Applied = new Lsn(Applied),
        Position = new LogPosition(Position),
        IsReady = Ready,
        Epoch = new Epoch(Epoch),
        StuckAt = new Lsn(StuckAt),
        DivergedAt = new Lsn(DivergedAt),
        MakesSnapshot = MakesSnapshot,
        Trouble = Trouble,
    });

    /// <summary>With another state.</summary>
    public WorkerNode Tell(MemberState state) => this with
    {
        HasTold = true,
        Ready = state.IsReady,
        Applied = state.Applied.Value,
        Position = state.Position.Value,
        Epoch = state.Epoch.Value,
        StuckAt = state.StuckAt.Value,
        DivergedAt = state.DivergedAt.Value,
        MakesSnapshot = state.MakesSnapshot,
        Trouble = state.Trouble,
    };
}
