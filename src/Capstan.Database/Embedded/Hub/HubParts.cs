using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Database.Embedded.Hub;

/// <summary>What the sessions of one database share.</summary>
internal sealed record HubParts
{
    public required WorkerSettings Settings { get; init; }

    public required SegmentLog Log { get; init; }

    public required MemberBook Members { get; init; }

    public required WriteQueue Writes { get; init; }

    public required ReadQueue Reads { get; init; }

    public required SnapshotShelf Snapshots { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Tells operators.</summary>
    public required Action<EngineNotice> Notice { get; init; }

    /// <summary>Something durable could not be written.</summary>
    public required Action<Exception> Fail { get; init; }
}
