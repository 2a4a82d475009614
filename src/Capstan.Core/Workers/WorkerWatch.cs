namespace Capstan.Core.Workers;

/// <summary>Remembers of one worker when it was last seen and when it last came on. Not for several threads.</summary>
public sealed class WorkerWatch
{
    /// <summary>A worker that was started at this moment of the controller's monotonic clock.</summary>
    public WorkerWatch(TimeSpan started) => LastSeen = LastProgress = started;

    /// <summary>How it stands; null while it is no member.</summary>
    public WorkerSighting? Now { get; private set; }

    /// <summary>How it last stood; null when it has never been a member.</summary>
    public WorkerSighting? Last { get; private set; }

    /// <summary>When it was last a member; its start when it never was.</summary>
    public TimeSpan LastSeen { get; private set; }

    /// <summary>When what it reports last changed; its start when it has reported nothing.</summary>
    public TimeSpan LastProgress { get; private set; }

    /// <summary>Takes in what the engine shows of it.</summary>
    /// <param name="sighting">Null: it is no member.</param>
    /// <param name="now">Now, on the controller's monotonic clock.</param>
    public void Observe(WorkerSighting? sighting, TimeSpan now)
    {
        Now = sighting;
        if (sighting is not { } seen)
            return;
        LastSeen = now;
        if (Last is not { } before || before.Applied != seen.Applied || before.Position != seen.Position || before.IsReady != seen.IsReady)
            LastProgress = now;
        Last = seen;
    }
}
