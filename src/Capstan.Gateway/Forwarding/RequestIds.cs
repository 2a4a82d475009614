namespace Capstan.Gateway.Forwarding;

/// <summary>Makes request ids: a number drawn once and a count, so that an id costs next to nothing. Any number of threads may ask.</summary>
/// <param name="origin">Drawn at random for each source, so that sources do not meet.</param>
internal sealed class RequestIds(ulong origin)
{
    private long _last;

    /// <summary>The next id.</summary>
    public RequestId Next() => new(origin, (ulong)Interlocked.Increment(ref _last));
}
