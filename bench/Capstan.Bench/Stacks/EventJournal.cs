namespace Capstan.Bench.Stacks;

/// <summary>Keeps the events of a stack as they come, so that several waits can look at the same ones.</summary>
internal sealed class EventJournal : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private readonly List<EventView> _events = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventJournal(AdminApi admin, CancellationToken ending)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _reading = ReadAsync(admin);
    }

    /// <summary>Number of the newest event; 0 before the first.</summary>
    public long Newest
    {
        get
        {
            lock (_gate)
                return _events.Count == 0 ? 0 : _events[^1].Id;
        }
    }

    /// <summary>How many of those so far fit.</summary>
    public int Count(Func<EventView, bool> fits)
    {
        lock (_gate)
            return _events.Count(fits);
    }

    /// <summary>Waits for the first event after <paramref name="after"/> that fits.</summary>
    /// <exception cref="BenchException">None came within the limit.</exception>
    public async Task<EventView> FirstAsync(string what, long after, TimeSpan limit, Func<EventView, bool> fits)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        timer.CancelAfter(limit);
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_events.FirstOrDefault(happened => happened.Id > after && fits(happened)) is { } found)
                    return found;
                more = _more.Task;
            }

            try
            {
                if (await Task.WhenAny(more, _reading).WaitAsync(timer.Token) == _reading)
                    throw new BenchException($"the stack ended its events while the bench waited: {what}");
            }
            catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
            {
                throw new BenchException($"no event within {limit.TotalSeconds:0} s: {what}; the last were: {Last()}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        _ending.Dispose();
    }

    /// <summary>The last few, for messages.</summary>
    public string Last()
    {
        lock (_gate)
            return string.Join(" | ", _events.TakeLast(8).Select(happened => $"{happened.Kind} {happened.Replica ?? happened.Service}: {happened.Reason}"));
    }

    private async Task ReadAsync(AdminApi admin)
    {
        await foreach (var happened in admin.FollowAsync(0, _ending.Token))
        {
            lock (_gate)
            {
                _events.Add(happened);
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
