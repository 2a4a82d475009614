namespace Capstan.Containers.Processes.Wire;

/// <summary>What a <see cref="Frame"/> between controller and guard says.</summary>
internal enum FrameKind : byte
{
    /// <summary>Controller: the first frame; tells the guard where it works.</summary>
    Configure = 1,

    /// <summary>Guard: ready for calls.</summary>
    Ready,

    /// <summary>Controller: start a replica.</summary>
    Start,

    /// <summary>Guard: the replica runs.</summary>
    Started,

    /// <summary>Guard: the replica could not be started.</summary>
    NotStarted,

    /// <summary>Controller: end a replica and forget it.</summary>
    Stop,

    /// <summary>Guard: the replica and its descendants are gone.</summary>
    Stopped,

    /// <summary>Guard: some process of the replica does not die.</summary>
    NotStopped,

    /// <summary>Guard: a replica's program ended.</summary>
    Exited,

    /// <summary>Controller: kill a replica on purpose and go on to know it.</summary>
    Kill,

    /// <summary>Controller: stop a replica in its tracks for a while.</summary>
    Pause,

    /// <summary>Controller: let a paused replica go on.</summary>
    Resume,

    /// <summary>Guard: the replica was killed, paused or let go on (1), or did not run (0).</summary>
    Injured,
}
