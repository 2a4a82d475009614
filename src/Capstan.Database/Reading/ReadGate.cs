using Capstan.Database.Log;

namespace Capstan.Database.Reading;

/// <summary>Lets a read wait until the copy has come as far as it asks (protocol section 6).</summary>
internal sealed class ReadGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private Lsn _applied;
    private LogPosition _position;

    /// <summary>The copy has come this far; whoever waited for it goes on.</summary>
    public void Publish(Lsn applied, LogPosition position)
    {
        lock (_lock)
        {
            _applied = applied;
            _position = position;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!IsThere(_waiters[i].Lsn, _waiters[i].Position))
                    continue;
                _waiters[i].Done.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    /// <summary>Whether the copy has come that far.</summary>
    public bool HasReached(Lsn lsn, LogPosition position)
    {
        lock (_lock)
            return IsThere(lsn, position);
    }

    /// <summary>Waits.</summary>
    /// <returns>Whether the copy has come that far in time.</returns>
    public async ValueTask<bool> WaitAsync(Lsn lsn, LogPosition position, TimeSpan patience, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (IsThere(lsn, position))
                return true;
            waiter = new Waiter(lsn, position, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
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

    private bool IsThere(Lsn lsn, LogPosition position) => _applied >= lsn && _position >= position;

    private sealed record Waiter(Lsn Lsn, LogPosition Position, TaskCompletionSource Done);
}
