using Capstan.Database.Engines;

namespace Capstan.Events;

/// <summary>The kinds of events, as they appear in <see cref="StackEvent.Kind"/>. Names are part of the admin API.</summary>
public static class EventKinds
{
    /// <summary>The controller started.</summary>
    public const string StackStarted = "stack.started";

    /// <summary>Every service has the replicas it wants, all ready; said once after a start.</summary>
    public const string StackReady = "stack.ready";

    /// <summary>A changed stack file was taken over.</summary>
    public const string StackReloaded = "stack.reloaded";

    /// <summary>A changed stack file was refused; the old settings go on.</summary>
    public const string ReloadRefused = "stack.reload-refused";

    /// <summary>The stack is being stopped.</summary>
    public const string StackStopping = "stack.stopping";

    /// <summary>The runtime does not answer.</summary>
    public const string RuntimeLost = "runtime.lost";

    /// <summary>The runtime answers again.</summary>
    public const string RuntimeBack = "runtime.back";

    /// <summary>A pass of the control loop failed and will be tried again.</summary>
    public const string PassFailed = "controller.pass-failed";

    /// <summary>A part of the program warns.</summary>
    public const string Warning = "controller.warning";

    /// <summary>A replica that was already running was taken over.</summary>
    public const string ReplicaAdopted = "replica.adopted";

    /// <summary>A leftover of an earlier controller was removed.</summary>
    public const string LeftoverRemoved = "replica.leftover-removed";

    /// <summary>An image is being pulled.</summary>
    public const string ImagePulling = "image.pulling";

    /// <summary>A replica was started.</summary>
    public const string ReplicaStarted = "replica.started";

    /// <summary>A replica could not be started.</summary>
    public const string ReplicaStartFailed = "replica.start-failed";

    /// <summary>A replica answered its first health check.</summary>
    public const string ReplicaReady = "replica.ready";

    /// <summary>A replica ended by itself or was judged unhealthy.</summary>
    public const string ReplicaFailed = "replica.failed";

    /// <summary>A replica gets no new requests and finishes those it has.</summary>
    public const string ReplicaDraining = "replica.draining";

    /// <summary>A replica could not be stopped; it is tried again.</summary>
    public const string ReplicaStopFailed = "replica.stop-failed";

    /// <summary>A replica is gone.</summary>
    public const string ReplicaGone = "replica.gone";

    /// <summary>A replica asks to be left out of rotation, or is back.</summary>
    public const string ReplicaUnavailable = "replica.unavailable";

    /// <summary>A slot waits before its next start.</summary>
    public const string SlotBackoff = "slot.backoff";

    /// <summary>A scaling window ended and was decided.</summary>
    public const string ScaleDecided = "scale.decided";

    /// <summary>An operator set the number of replicas.</summary>
    public const string ScaleSet = "scale.set";

    /// <summary>A rolling update began.</summary>
    public const string UpdateStarted = "update.started";

    /// <summary>A rolling update ended well.</summary>
    public const string UpdateDone = "update.done";

    /// <summary>A rolling update was given up and the old version kept.</summary>
    public const string UpdateReturned = "update.returned";

    /// <summary>The gateway took a target out of rotation.</summary>
    public const string TargetEjected = "target.ejected";

    /// <summary>The gateway took a target back into rotation.</summary>
    public const string TargetReturned = "target.returned";

    /// <summary>The gateway routes to all live targets because too few are healthy.</summary>
    public const string PanicStarted = "gateway.panic-started";

    /// <summary>Enough targets are healthy again.</summary>
    public const string PanicEnded = "gateway.panic-ended";

    /// <summary>Requests are being held because no target is ready.</summary>
    public const string Holding = "gateway.holding";

    /// <summary>Begins the kind of what a database's engine or its workers tell; <see cref="NoticeKinds"/> has how it goes on.</summary>
    public const string DatabasePrefix = "database.";

    /// <summary>The folder of a retired slot was removed.</summary>
    public const string DatabaseSlotEmptied = "database.slot-emptied";

    /// <summary>What must be durable could not be written: the controller ends.</summary>
    public const string DatabaseFailed = "database.failed";

    /// <summary>A database has no leader yet, and the services are started all the same.</summary>
    public const string DatabaseLate = "database.late";

    /// <summary>An operator accepted that slots which cannot be asked may hold writes that are lost then.</summary>
    public const string DatabaseForced = "database.forced";

    /// <summary>A worker was crashed on request.</summary>
    public const string DatabaseCrashed = "database.crashed";

    /// <summary>A fault is injected on purpose.</summary>
    public const string DrillStarted = "drill.started";

    /// <summary>A drill failed, or what it paused was let go on before its time.</summary>
    public const string DrillEnded = "drill.ended";

    /// <summary>Somebody sent too many wrong tokens to the admin API and is slowed down.</summary>
    public const string AdminRefused = "admin.refused";

    /// <summary>The disk did not take an event; it is kept in memory.</summary>
    public const string EventsNotWritten = "events.not-written";
}
