using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>What the end of a worker means for the next start in its slot.</summary>
public static class WorkerEnds
{
    /// <summary>
    /// A worker that had been ready, and one that stepped down, is started again at once, however soon it ended: a change of leader
    /// waits for nobody's back-off. Only ends before ready build it up.
    /// </summary>
    /// <param name="memory">The slot's memory so far.</param>
    /// <param name="attempt">When the worker was asked to start.</param>
    /// <param name="firstReady">When it became ready; null when it never did.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="steppedDown">Whether its exit code says that it ended on purpose, to be started anew.</param>
    /// <param name="chance">A random number in [0, 1).</param>
    public static CrashLoop After(CrashLoop memory, TimeSpan attempt, TimeSpan? firstReady, TimeSpan ended, bool steppedDown, double chance) =>
        firstReady is not null || steppedDown ? CrashLoop.None : memory.After(attempt, null, ended, chance);
}
