using System.Diagnostics;

namespace Capstan.Bench.Databases.Loss;

/// <summary>
/// Single inserts at a fixed rate, sent on time whether or not earlier ones were answered, so that a pause shows in every write that
/// falls into it. Bounded in number and in how many are under way.
/// </summary>
/// <param name="insert">Writes one value; null when it was acknowledged, otherwise what came instead.</param>
internal sealed class WriteStream(Func<long, Task<string?>> insert)
{
    private const int MostUnderWay = 4_000;
    private const int MostWrites = 100_000;

    /// <summary>Time between two writes.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);
    private (long Since, TaskCompletionSource<TimeSpan> Done)? _waiting;
    private long _sent;
    private int _underWay;
    private TimeSpan _slowest;

    public long Sent => Interlocked.Read(ref _sent);

    public long Failed
    {
        get
        {
            lock (_gate)
                return _faults.Values.Sum();
        }
    }

    /// <summary>What failed, with how often.</summary>
    public string Faults
    {
        get
        {
            lock (_gate)
                return string.Join(", ", _faults.Select(entry => $"{entry.Value} × {entry.Key}"));
        }
    }

    /// <summary>Longest answer since this was last asked.</summary>
    public TimeSpan TakeSlowest()
    {
        lock (_gate)
            return (_slowest, _slowest = TimeSpan.Zero).Item1;
    }

    /// <summary>Sends one write at once; the time until it or one that was sent after it is acknowledged.</summary>
    /// <exception cref="TimeoutException">None was within the limit.</exception>
    public async Task<TimeSpan> NextAsync(TimeSpan limit, CancellationToken ending)
    {
        var done = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting = (Stopwatch.GetTimestamp(), done);
        var own = SendAsync();
        var took = await done.Task.WaitAsync(limit, ending);
        await own.WaitAsync(limit, ending);
        return took;
    }

    /// <summary>Sends until told to end, then waits for the answers that are outstanding.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (Sent < MostWrites && await timer.WaitForNextTickAsync(ending))
            {
                under.RemoveAll(task => task.IsCompleted);
                if (Volatile.Read(ref _underWay) < MostUnderWay)
                    under.Add(SendAsync());
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to end; what was sent is still waited for.
        }

        await Task.WhenAll(under);
    }

    private async Task SendAsync()
    {
        var value = Interlocked.Increment(ref _sent);
        Interlocked.Increment(ref _underWay);
        var begin = Stopwatch.GetTimestamp();
        var fault = await insert(value);
        Note(begin, Stopwatch.GetTimestamp(), fault);
        Interlocked.Decrement(ref _underWay);
    }

    private void Note(long begin, long end, string? fault)
    {
        lock (_gate)
        {
            if (Stopwatch.GetElapsedTime(begin, end) is var took && took > _slowest)
                _slowest = took;
            if (fault is not null)
                _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
            else if (_waiting is { } waiting && begin >= waiting.Since && waiting.Done.TrySetResult(Stopwatch.GetElapsedTime(waiting.Since, end)))
                _waiting = null;
        }
    }
}
