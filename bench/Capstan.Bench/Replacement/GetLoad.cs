using System.Diagnostics;

namespace Capstan.Bench.Replacement;

/// <summary>
/// GETs at a fixed rate, sent on time whether or not earlier ones were answered, so that a replica that hangs cannot slow the load
/// down. Bounded in number and in how many are under way.
/// </summary>
internal sealed class GetLoad : IDisposable
{
    private const int PerTick = 3;
    private const int MostUnderWay = 4_000;
    private const int MostRequests = 200_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _url;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _faults = new(StringComparer.Ordinal);
    private int _sent;
    private int _underWay;
    private long _slowest;

    public GetLoad(Uri url) => _url = url;

    public int Sent => _sent;

    public int Failed
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
    public TimeSpan TakeSlowest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _slowest, 0));

    /// <summary>Sends until told to end, then waits for the answers that are outstanding.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (_sent < MostRequests && await timer.WaitForNextTickAsync(ending))
            {
                under.RemoveAll(task => task.IsCompleted);
                for (var i = 0; i < PerTick && _underWay < MostUnderWay; i++)
                    under.Add(SendAsync());
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to end; what was sent is still waited for.
        }

        await Task.WhenAll(under);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync()
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Increment(ref _underWay);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _client.GetAsync(_url, CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
                Fail($"{(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            Fail(fault.GetBaseException().Message);
        }

        var took = Stopwatch.GetElapsedTime(begin).Ticks;
        for (var seen = Volatile.Read(ref _slowest); took > seen; seen = Volatile.Read(ref _slowest))
            Interlocked.CompareExchange(ref _slowest, took, seen);
        Interlocked.Decrement(ref _underWay);
    }

    private void Fail(string why)
    {
        lock (_gate)
            _faults[why] = _faults.GetValueOrDefault(why) + 1;
    }
}
