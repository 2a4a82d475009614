namespace Capstan.Control;

/// <summary>Runs effects beside the control loop and posts their end to it, whatever came of them.</summary>
internal sealed class EffectRunner(Action<Action> post) : IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private int _running;

    /// <summary>Effects whose end the loop has not heard of yet.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Begins an effect; <paramref name="ended"/> runs on the loop, with what was thrown or null.</summary>
    public void Begin(Func<Task> effect, Action<Exception?> ended)
    {
        Interlocked.Increment(ref _running);
        _ = RunAsync(effect, ended);
    }

    /// <summary>Runs one call of the runtime among a few at once. For calls that are work: one that mostly waits would keep all others from theirs.</summary>
    public async Task InPlaceAsync(Func<Task> call)
    {
        await _places.WaitAsync();
        try
        {
            await call();
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAsync(Func<Task> effect, Action<Exception?> ended)
    {
        Exception? fault = null;
        await Task.Yield();
        try
        {
            await effect();
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        post(() =>
        {
            Interlocked.Decrement(ref _running);
            ended(fault);
        });
    }
}
