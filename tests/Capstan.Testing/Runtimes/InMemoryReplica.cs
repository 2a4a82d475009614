using Capstan.Containers;

namespace Capstan.Testing.Runtimes;

/// <summary>A replica of the twin: what it reports and what it has written.</summary>
internal sealed class InMemoryReplica(RuntimeReplica report, bool ignoresTermination)
{
    public RuntimeReplica Report { get; private set; } = report;

    public bool IgnoresTermination { get; } = ignoresTermination;

    public List<LogLine> Lines { get; } = [];

    /// <summary>End of its pause; null while it is not paused.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>Completed when it has ended.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void End(int code)
    {
        Report = Report with { IsRunning = false, Pid = 0, ExitCode = code };
        Ended.TrySetResult();
    }
}
