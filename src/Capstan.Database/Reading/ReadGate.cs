using Capstan.Database.Log;

namespace Capstan.Database.Reading;

/// <summary>Lets a read wait until the copy has come as far as it asks (protocol section 6).</summary>
internal sealed class ReadGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private Lsn _applied;
    private LogPosition _position;
    private bool _knowsLog;

    /// <summary>The copy has come this far; whoever waited for it goes on.</summary>
    /// <param name="applied">Last record that is in it.</param>
    /// <param name="position">Up to where it has read the log.</param>
    /// <param name="knowsLog">
    /// Whether the log is known to lack nothing that was acknowledged. The end of one that lost its end says nothing: until a leader has given
    /// that back, no read is linear.
    /// </param>
    public void Publish(Lsn applied, LogPosition position, bool knowsLog)
    {
        lock (_lock)
        {
            _applied = applied;
            _position = position;
            _knowsLog = knowsLog;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!IsThere(_waiters[i].Query))
                    continue;
                _waiters[i].Done.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    /// <summary>Whether the copy has come as far as a read asks.</summary>
    public bool HasReached(ReadQuery query)
    {
        lock (_lock)
            return IsThere(query);
    }

    /// <summary>Waits.</summary>
    /// <returns>Whether the copy has come that far in time.</returns>
    public async ValueTask<bool> WaitAsync(ReadQuery query, TimeSpan patience, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (IsThere(query))
                return true;
            waiter = new Waiter(query, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    private bool IsThere(ReadQuery query) =>
        _applied >= query.MinLsn && _position >= query.MinPosition && (_knowsLog || query.Level != ReadLevel.Linear);

    private sealed record Waiter(ReadQuery Query, TaskCompletionSource Done);
}
