using Capstan.Core.Health;
using Capstan.Core.Stacks;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Balancing;

/// <summary>A target for as long as it is known: its connections, its requests in flight, its passive history.</summary>
internal sealed class TargetState : IDisposable
{
    private readonly Lazy<HttpMessageInvoker> _invoker = new(() => new HttpMessageInvoker(UpstreamClient.CreateHandler()));
    private readonly CancellationTokenSource _removed = new();
    private Target _target;
    private long _requests;
    private long _failures;
    private int _inFlight;
    private int _accepting = 1;
    private int _drainReported;
    private int _refusalReported;

    /// <summary>A target that has had no request yet.</summary>
    public TargetState(Target target)
    {
        _target = target;
        Origin = "http://" + new HostPort(target.Host, target.Port);
        Removed = _removed.Token;
    }

    /// <summary>What the controller said of it last.</summary>
    public Target Target
    {
        get => Volatile.Read(ref _target);
        set => Volatile.Write(ref _target, value);
    }

    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; }

    /// <summary>Its connections.</summary>
    public HttpMessageInvoker Invoker => _invoker.Value;

    /// <summary>Cancelled when the target is gone and what is left with it must be cut.</summary>
    public CancellationToken Removed { get; }

    /// <summary>Its passive health; failures and returns under the lock of its pool.</summary>
    public OutlierDetector Outlier { get; } = new();

    /// <summary>Runs while it is ejected.</summary>
    public ITimer? EjectionTimer { get; set; }

    /// <summary>Requests now with it.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Takes a place for one request; false when the target accepts nothing new any more.</summary>
    public bool TryEnter()
    {
        // Enter first and look second: whoever closes the door does it the other way round, so one of both sees the other.
        Interlocked.Increment(ref _inFlight);
        if (Volatile.Read(ref _accepting) == 1)
        {
            Interlocked.Increment(ref _requests);
            return true;
        }

        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    /// <summary>Gives the place back; true when that was the last request of a draining target, which is then to be reported.</summary>
    public bool Leave() => Interlocked.Decrement(ref _inFlight) == 0 && IsNewlyDrained();

    /// <summary>Opens the door again.</summary>
    public void Accept()
    {
        Interlocked.Exchange(ref _drainReported, 0);
        Interlocked.Exchange(ref _accepting, 1);
    }

    /// <summary>Closes the door; true when nobody is inside, which is then to be reported.</summary>
    public bool Refuse()
    {
        Interlocked.Exchange(ref _accepting, 0);
        return Volatile.Read(ref _inFlight) == 0 && IsNewlyDrained();
    }

    /// <summary>A request was answered without a failure.</summary>
    public void Succeeded()
    {
        Outlier.Succeeded();
        if (Volatile.Read(ref _refusalReported) != 0)
            Volatile.Write(ref _refusalReported, 0);
    }

    /// <summary>A request failed; returns how many have.</summary>
    public long CountFailure() => Interlocked.Increment(ref _failures);

    /// <summary>True the first time a connection was refused since a request succeeded.</summary>
    public bool IsNewlyRefused() => Interlocked.Exchange(ref _refusalReported, 1) == 0;

    /// <summary>Its traffic now.</summary>
    public TargetReading Read() =>
        new(Target.Id, Interlocked.Read(ref _requests), Interlocked.Read(ref _failures), InFlight, Outlier.IsEjected);

    /// <summary>Cuts the requests that are still with it and closes its connections.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _accepting, 0);
        EjectionTimer?.Dispose();
        _removed.Cancel();
        if (_invoker.IsValueCreated)
            _invoker.Value.Dispose();
        _removed.Dispose();
    }

    private bool IsNewlyDrained() => Volatile.Read(ref _accepting) == 0 && Interlocked.Exchange(ref _drainReported, 1) == 0;
}
