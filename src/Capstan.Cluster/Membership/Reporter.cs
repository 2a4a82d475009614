using Capstan.Database.Membership;

namespace Capstan.Cluster.Membership;

/// <summary>Writes a worker's newest state to its node: what others wait for at once, mere progress now and then.</summary>
/// <param name="write">Writes one state; returns when it is there, false when that is not known.</param>
/// <param name="time">The clock.</param>
internal sealed class Reporter(Func<MemberState, CancellationToken, Task<bool>> write, TimeProvider time)
{
    private readonly Lock _lock = new();
    private MemberState? _newest;
    private TaskCompletionSource _told = NewSignal();

    /// <summary>The last state that the worker told; null before the first.</summary>
    public MemberState? Newest
    {
        get
        {
            lock (_lock)
                return _newest;
        }
    }

    /// <summary>Takes a state. Returns at once.</summary>
    public void Tell(MemberState state)
    {
        lock (_lock)
        {
            _newest = state;
            _told.TrySetResult();
            _told = NewSignal();
        }
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        MemberState? written = null;
        long at = 0;
        while (true)
        {
            var (newest, told) = Look();
            var wait = newest is null ? null : ReportRule.WaitOf(written, newest, time.GetElapsedTime(at));
            if (wait != TimeSpan.Zero)
            {
                await WaitAsync(told, wait, cancellationToken);
            }
            else if (await write(newest!, cancellationToken))
            {
                written = newest;
                at = time.GetTimestamp();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (MemberState? Newest, Task Told) Look()
    {
        lock (_lock)
            return (_newest, _told.Task);
    }

    private async Task WaitAsync(Task told, TimeSpan? atMost, CancellationToken cancellationToken)
    {
        try
        {
            await told.WaitAsync(atMost ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Progress is due.
        }
    }
}
