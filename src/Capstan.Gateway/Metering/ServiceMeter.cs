namespace Capstan.Gateway.Metering;

/// <summary>Totals of one service; lock-free, counted from the gateway's start.</summary>
internal sealed class ServiceMeter(TimeProvider time)
{
    private long _requests;
    private long _errors;
    private long _retries;
    private long _refused;
    private int _inFlight;
    private int _held;

    /// <summary>Requests that arrived.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answers of class 5xx.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>Requests that were sent again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Requests that the gateway refused or gave up.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests now in flight, held ones included.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests now held.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>How request times spread.</summary>
    public LatencyHistogram Latency { get; } = new(time);

    /// <summary>A request arrived; returns how many are in flight with it.</summary>
    public int Arrived()
    {
        Interlocked.Increment(ref _requests);
        return Interlocked.Increment(ref _inFlight);
    }

    /// <summary>A request's answer ended.</summary>
    public void Finished(int status, long ticks)
    {
        Interlocked.Decrement(ref _inFlight);
        if (status >= 500)
            Interlocked.Increment(ref _errors);
        Latency.Add(ticks);
    }

    /// <summary>The gateway answered in the service's place.</summary>
    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>A request was sent again.</summary>
    public void CountRetry() => Interlocked.Increment(ref _retries);

    /// <summary>A request starts waiting for a target; returns how many wait with it.</summary>
    public int HoldStarted() => Interlocked.Increment(ref _held);

    /// <summary>A request no longer waits.</summary>
    public void HoldEnded() => Interlocked.Decrement(ref _held);
}
