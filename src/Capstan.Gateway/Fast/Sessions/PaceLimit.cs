namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// The slowest pace at which a client may send: counts only the time in which it was its turn. Late when that time exceeds both the grace and
/// what its bytes may take.
/// </summary>
internal struct PaceLimit
{
    private const long GraceSeconds = 5;
    private long _waited;
    private long _since;
    private long _bytes;

    /// <summary>Whether it is the client's turn.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>The client is waited for from now on.</summary>
    public void Wait(long now)
    {
        if (IsWaiting)
            return;
        IsWaiting = true;
        _since = now;
    }

    /// <summary>Bytes came.</summary>
    public void Came(int bytes, long now)
    {
        _bytes += bytes;
        if (!IsWaiting)
            return;
        IsWaiting = false;
        _waited += now - _since;
    }

    /// <summary>When the client will have been too slow, if nothing more comes.</summary>
    /// <param name="rate">Bytes a second; 0 for no limit.</param>
    /// <param name="frequency">Timestamp ticks a second.</param>
    public readonly long LateAt(int rate, long frequency) => !IsWaiting || rate == 0
        ? long.MaxValue
        : _since - _waited + (long)(Math.Max(GraceSeconds, (double)_bytes / rate) * frequency);
}
