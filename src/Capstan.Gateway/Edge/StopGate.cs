namespace Capstan.Gateway.Edge;

/// <summary>
/// Counts what a stop waits for in the whole gateway: requests in flight, and answers on their way out. Any thread may call it.
/// </summary>
internal sealed class StopGate
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private int _inFlight;

    /// <summary>Whether new requests are to be refused.</summary>
    public bool IsStopping => _stopping;

    /// <summary>A request begins, or its answer is still on its way out.</summary>
    public void Enter() => Interlocked.Increment(ref _inFlight);

    /// <summary>It has ended.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && _stopping)
            _idle.TrySetResult();
    }

    /// <summary>From now on new requests are to be refused; completes when there is nothing to wait for any more.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        if (Volatile.Read(ref _inFlight) == 0)
            _idle.TrySetResult();
        return _idle.Task;
    }
}
