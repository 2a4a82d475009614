namespace Samples.Shared.Counting;

/// <summary>
/// Counts requests for all replicas of a service. A request is counted in the database before its answer goes out, as long as the
/// database answers; requests that arrive while a batch is on its way make up the next one, so many requests at once cost few writes.
/// What could not be written is kept and written when the database is back.
/// </summary>
public sealed class RequestCounter : IRequestCounter
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastFlush = TimeSpan.FromSeconds(5);

    private readonly CountLedger _ledger;
    private readonly TimeProvider _clock;
    private readonly ITimer _retry;
    private readonly Lock _lock = new();

    /// <summary>Whoever holds it may use the ledger: batches go one after the other.</summary>
    private readonly SemaphoreSlim _lane = new(1, 1);

    private long _waiting;
    private Task? _next;

    public RequestCounter(CountLedger ledger, TimeProvider clock)
    {
        _ledger = ledger;
        _clock = clock;
        _retry = clock.CreateTimer(_ => _ = AddAsync(0), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task AddAsync() => AddAsync(1);

    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        try
        {
            return await _ledger.AddAsync(TakeWaiting, cancellationToken);
        }
        finally
        {
            _lane.Release();
        }
    }

    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await _lane.WaitAsync(cancellationToken);
        try
        {
            // First written, then removed with the rest: whichever step fails, no request is lost or counted after the reset.
            await _ledger.AddAsync(TakeWaiting, cancellationToken);
            await _ledger.ResetAsync(cancellationToken);
        }
        finally
        {
            _lane.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _retry.DisposeAsync();
        try
        {
            await AddAsync(0).WaitAsync(LastFlush, _clock);
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync("the database does not answer; the last counts may be lost");
        }
    }

    private Task AddAsync(long requests)
    {
        lock (_lock)
        {
            _waiting += requests;
            return _next ??= WriteNextAsync();
        }
    }

    private async Task WriteNextAsync()
    {
        // Never at once: the caller holds the lock, and others may still join.
        await _lane.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (IsAnythingLeft())
            {
                await _ledger.AddAsync(TakeWaiting, CancellationToken.None);
            }
        }
        catch (StoreException)
        {
            // The link has told the operator. The ledger keeps the batch, and what came since waits with it.
            _retry.Change(RetryPause, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _lane.Release();
        }
    }

    /// <summary>Whoever counts from now on starts a batch of its own.</summary>
    private bool IsAnythingLeft()
    {
        lock (_lock)
        {
            _next = null;
            return _waiting > 0 || _ledger.IsOpen;
        }
    }

    private long TakeWaiting()
    {
        lock (_lock)
        {
            long waiting = _waiting;
            _waiting = 0;
            return waiting;
        }
    }
}
