using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes;

/// <summary>Kills processes until a look at the machine finds none of them left, those included that are born meanwhile.</summary>
internal sealed class ProcessEnder(TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <returns>Empty, or the processes that do not die (they hang in the kernel).</returns>
    public async Task<IReadOnlyList<ProcStat>> KillAsync(Func<ProcessTable, IReadOnlyList<ProcStat>> find, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(2);
        while (true)
        {
            var left = find(ProcessTable.Now());
            if (left.Count == 0 || time.GetElapsedTime(begin) > Limit)
                return left;
            foreach (var process in left)
                process.Identity.Send(Signals.Kill);
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
