namespace Capstan.Database.Leadership;

/// <summary>Why a worker ends its own process.</summary>
internal enum WorkerEnd
{
    /// <summary>It led, or tried to, and something became unclear: it starts again as a follower (protocol section 3).</summary>
    StepDown,

    /// <summary>Its copy is wrong: set aside and rebuilt at the next start.</summary>
    Rebuild,

    /// <summary>It cannot go on, and starting again may not help.</summary>
    Failed,
}
