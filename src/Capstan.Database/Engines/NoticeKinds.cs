namespace Capstan.Database.Engines;

/// <summary>
/// The kinds of what engines and workers tell operators (<see cref="EngineNotice.Kind"/>). With <c>database.</c> before them they are kinds of
/// events, so their names are part of the admin API.
/// </summary>
public static class NoticeKinds
{
    /// <summary>A worker has joined.</summary>
    public const string WorkerJoined = "worker-joined";

    /// <summary>A worker may not join; the reason is told. It tries again.</summary>
    public const string WorkerRefused = "worker-refused";

    /// <summary>A worker has left.</summary>
    public const string WorkerLeft = "worker-left";

    /// <summary>A worker has caught up and serves.</summary>
    public const string WorkerReady = "worker-ready";

    /// <summary>A worker ended by a fault of its own; the reason is told.</summary>
    public const string WorkerFailed = "worker-failed";

    /// <summary>A worker leads an epoch.</summary>
    public const string LeaderElected = "leader-elected";

    /// <summary>The leader has left.</summary>
    public const string LeaderLost = "leader-lost";

    /// <summary>A leader or candidate ended itself, since it may not be sure of its lead any more.</summary>
    public const string StepDown = "step-down";

    /// <summary>Nobody may lead before some workers were heard, and that has been so for a while.</summary>
    public const string ElectionBlocked = "election-blocked";

    /// <summary>A copy, or a snapshot, was set aside and is made anew; the reason and the place are told.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>Copies differ although each matches its own hashes: writes are stopped.</summary>
    public const string Diverged = "diverged";

    /// <summary>A record that ended every worker which applied it gets no effect.</summary>
    public const string RecordSkipped = "record-skipped";

    /// <summary>A torn end of the log, of a write that was not finished, was cut off.</summary>
    public const string LogCut = "log-cut";

    /// <summary>The log had lost its end, and a worker gives it back.</summary>
    public const string LogRepaired = "log-repaired";

    /// <summary>A snapshot was made and is offered to all.</summary>
    public const string SnapshotMade = "snapshot-made";

    /// <summary>A snapshot could not be made; it is tried again.</summary>
    public const string SnapshotFailed = "snapshot-failed";

    /// <summary>A worker began from a snapshot.</summary>
    public const string SnapshotTaken = "snapshot-taken";

    /// <summary>A slot is off the roster: the others have all that it had.</summary>
    public const string SlotRetired = "slot-retired";

    /// <summary>The schema file was not applied; the reason is told.</summary>
    public const string SchemaFailed = "schema-failed";

    /// <summary>The schema file is another than the one that was applied, and is not applied by itself.</summary>
    public const string SchemaDiffers = "schema-differs";

    /// <summary>The end of a worker's process can only be seen by its silence here.</summary>
    public const string LifelineMissing = "lifeline-missing";

    /// <summary>The front lost its connection to the broker; it connects again by itself.</summary>
    public const string BrokerLost = "broker-lost";

    /// <summary>The front is connected to the broker again.</summary>
    public const string BrokerBack = "broker-back";

    /// <summary>The broker takes no messages, since it is short of memory or disk.</summary>
    public const string BrokerBlocked = "broker-blocked";

    /// <summary>The broker takes messages again.</summary>
    public const string BrokerUnblocked = "broker-unblocked";

    /// <summary>A message of a queue was not Capstan's, or damaged, and was dropped.</summary>
    public const string MessageRefused = "message-refused";

    /// <summary>Nothing to read: look again. No event is made of it.</summary>
    public const string Changed = "changed";
}
