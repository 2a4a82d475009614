namespace Capstan.Gateway.Forwarding;

/// <summary>
/// Ends an attempt at the first of: too long a silence of the target, a client that takes nothing or goes away, the target's removal. Used again
/// and again on one connection, so that a request costs no new cancellation source.
/// </summary>
internal sealed class Deadline(TimeProvider time, TimeSpan clientLimit) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly long _limit = (long)(clientLimit.TotalSeconds * time.TimestampFrequency);
    private readonly TimeSpan _pause = TakingLimit.Pause(clientLimit);
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _client;
    private CancellationTokenRegistration _target;
    private CancellationToken _clientGone;
    private CancellationToken _targetGone;
    private TimeSpan _silence;
    private Func<long>? _progress;
    private TakingLimit _taking;
    private ITimer? _looks;
    private bool _isClientsTurn;

    /// <summary>Cancelled when the attempt is to end.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Whether the client went away.</summary>
    public bool IsClientGone => _clientGone.IsCancellationRequested;

    /// <summary>Whether the client took nothing of the answer for too long.</summary>
    public bool IsClientStuck => _isClientsTurn && Token.IsCancellationRequested;

    /// <summary>Whether the target was removed.</summary>
    public bool IsTargetGone => _targetGone.IsCancellationRequested;

    /// <summary>Starts an attempt.</summary>
    public void Begin(TimeSpan silence, CancellationToken clientGone, CancellationToken targetGone)
    {
        _silence = silence;
        _isClientsTurn = false;
        _clientGone = clientGone;
        _targetGone = targetGone;
        if (_source is null)
            _source = new CancellationTokenSource(silence, time);
        else
            _source.CancelAfter(silence);
        Token = _source.Token;
        _client = clientGone.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
        _target = targetGone.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    /// <summary>The silence was broken: the time starts anew.</summary>
    public void Extend()
    {
        EndClientsTurn();
        _source!.CancelAfter(_silence);
    }

    /// <summary>It is the client that is waited for: its own limit runs until the next <see cref="Extend"/>.</summary>
    /// <param name="progress">Tells what its system has acknowledged; any thread may ask.</param>
    public void WaitForClient(Func<long> progress)
    {
        _source!.CancelAfter(Timeout.InfiniteTimeSpan);
        if (clientLimit == Timeout.InfiniteTimeSpan)
            return;
        lock (_turn)
        {
            _isClientsTurn = true;
            _progress = progress;
            _taking = default;
            _taking.Begin(taken: 0, time.GetTimestamp(), _limit);
            _looks ??= time.CreateTimer(static state => ((Deadline)state!).LookAtClient(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _looks.Change(_pause, _pause);
        }
    }

    /// <summary>No time runs any more.</summary>
    public void Suspend() => _source!.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Ends the attempt.</summary>
    public void End()
    {
        EndClientsTurn();
        _client.Dispose();
        _target.Dispose();
        if (_source!.TryReset())
            return;
        _source.Dispose();
        _source = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _looks?.Dispose();
        _source?.Dispose();
    }

    private void EndClientsTurn()
    {
        if (!_isClientsTurn)
            return;
        lock (_turn)
        {
            _isClientsTurn = false;
            _looks!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void LookAtClient()
    {
        lock (_turn)
        {
            if (_isClientsTurn && !_taking.Look(_progress!(), time.GetTimestamp(), _limit))
                _source!.Cancel();
        }
    }
}
