using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Reading;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Worker;

/// <summary>What a worker's host is put together from.</summary>
internal sealed record WorkerParts
{
    public required IWorkerEngine Engine { get; init; }

    public required int Slot { get; init; }

    public required IReplicaStore Store { get; init; }

    public required IAttemptMarks Marks { get; init; }

    public required IQueryReader Reader { get; init; }

    public required RestoreFolder Restores { get; init; }

    public required ISnapshotMaker Snapshots { get; init; }

    public required IScrubber Scrubber { get; init; }

    public required ISchemaTrial Trial { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Random numbers for the records' seeds.</summary>
    public required Func<long> Seed { get; init; }
}
