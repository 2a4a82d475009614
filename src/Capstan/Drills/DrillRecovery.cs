using Capstan.Control;

namespace Capstan.Drills;

/// <summary>
/// Watches the status after an injection until all is as before: each target replaced, or, when its pause is over, at least as far as
/// the leader was then. Not for several threads.
/// </summary>
internal sealed class DrillRecovery(DrillInjection injection)
{
    private long? _mark;

    /// <summary>Whether the status shows that all is well again.</summary>
    /// <param name="status">The status now.</param>
    /// <param name="now">The wall clock now.</param>
    public bool IsOver(StackStatus status, DateTimeOffset now)
    {
        var isPaused = injection.Seconds is { } seconds && now < injection.Done + TimeSpan.FromSeconds(seconds);
        if (status.Databases.FirstOrDefault(known => known.Name == injection.Name) is { } database)
            return IsOver(database, isPaused);
        return status.Services.FirstOrDefault(known => known.Name == injection.Name) is { } service && IsOver(service, isPaused);
    }

    private bool IsOver(DatabaseStatus database, bool isPaused)
    {
        if (database.Trouble is not null || database.Leader is null || database.ReadyFollowers < database.Followers)
            return false;
        if (!isPaused)
            _mark ??= database.Position;
        return injection.Targets.All(target => database.Workers.FirstOrDefault(worker => worker.Slot == target.Slot) is { State: "ready", Role: not null } worker
            && (worker.Generation > target.Generation || (injection.Seconds is not null && !isPaused && worker.Applied >= _mark)));
    }

    private bool IsOver(ServiceStatus service, bool isPaused) =>
        service.Replicas.Count(replica => replica is { State: "ready", Ejected: false }) >= service.Wanted
        && injection.Targets.All(target => service.Replicas.FirstOrDefault(replica => replica.Slot == target.Slot) is { State: "ready", Ejected: false } replica
            && (replica.Generation > target.Generation || (injection.Seconds is not null && !isPaused)));
}
