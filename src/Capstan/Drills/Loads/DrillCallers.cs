namespace Capstan.Drills.Loads;

/// <summary>Callers that each make one call after the other until they are to stop.</summary>
internal sealed class DrillCallers(TimeProvider time, TimeSpan pause) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<Task> _running = [];

    /// <summary>Adds a caller and lets it begin.</summary>
    /// <param name="call">One call; it records what came of it itself.</param>
    public void Add(Func<CancellationToken, Task> call) => _running.Add(RunAsync(call));

    /// <summary>Returns when every caller has finished its call. What a caller threw is thrown here.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>Ends the calls under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abort.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> call)
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            await call(_abort.Token);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
