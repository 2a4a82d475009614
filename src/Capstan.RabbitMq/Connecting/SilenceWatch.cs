namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// Finds out that a broker has fallen silent, a quarter of a heartbeat before the client does: the client's own timer ends the whole process
/// when the connection is cut just then (a known fault of its versions up to 7.2.0).
/// </summary>
internal sealed class SilenceWatch : IDisposable
{
    // The client looks four times in each heartbeat, too, and gives up at the ninth look without anything.
    private const int LooksPerHeartbeat = 4;
    private const int MostSilent = 7;

    private readonly Action _silent;
    private readonly ITimer? _timer;
    private int _heard;
    private int _missed;

    /// <param name="heartbeat">The heartbeat that was agreed on; zero: there is none, and nothing to watch.</param>
    /// <param name="time">The clock.</param>
    /// <param name="silent">Called when the broker has been silent for 1¾ heartbeats.</param>
    public SilenceWatch(TimeSpan heartbeat, TimeProvider time, Action silent)
    {
        _silent = silent;
        if (heartbeat > TimeSpan.Zero)
            _timer = time.CreateTimer(_ => Look(), null, heartbeat / LooksPerHeartbeat, heartbeat / LooksPerHeartbeat);
    }

    /// <summary>Something came. Any thread.</summary>
    public void Heard() => Volatile.Write(ref _heard, 1);

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (Interlocked.Exchange(ref _heard, 0) != 0)
            Volatile.Write(ref _missed, 0);
        else if (Interlocked.Increment(ref _missed) == MostSilent)
            _silent();
    }
}
