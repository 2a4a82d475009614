namespace Capstan.Database.Worker;

/// <summary>Exit codes of a worker's process.</summary>
public static class WorkerExit
{
    /// <summary>Asked to end.</summary>
    public const int Clean = 0;

    /// <summary>It cannot go on; its last words say why.</summary>
    public const int Failed = 1;

    /// <summary>It led, or tried to, and something became unclear: start it again at once.</summary>
    public const int SteppedDown = 70;

    /// <summary>Its copy is to be rebuilt at the next start: start it again at once.</summary>
    public const int Rebuild = 71;

    /// <summary>Its session with the engine ended: start it again at once.</summary>
    public const int SessionLost = 72;
}
