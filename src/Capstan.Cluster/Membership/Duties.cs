using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.RabbitMq;

namespace Capstan.Cluster.Membership;

/// <summary>What a worker may do now, from the views, from what it told of itself and from how long the ensemble has been silent. Any thread.</summary>
/// <param name="self">The worker.</param>
/// <param name="silence">How long the ensemble has not been heard of; zero while connected.</param>
/// <param name="session">The session's timeout.</param>
/// <param name="time">The clock.</param>
internal sealed class Duties(Guid self, Func<TimeSpan> silence, TimeSpan session, TimeProvider time) : IDuties, IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private MembershipView _view = new();
    private bool _isReady;
    private bool _hasEnded;
    private Epoch _own;
    private Epoch _highest;
    private ITimer? _recheck;

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public bool MayServeReads
    {
        get
        {
            lock (_lock)
                return DutyRule.MayServeReads(_view, self, _isReady, _own > Epoch.None && _own >= _highest);
        }
    }

    /// <inheritdoc />
    public bool MayTakeWrites(Epoch epoch)
    {
        lock (_lock)
            return !_hasEnded && DutyRule.MayTakeWrites(epoch, _highest, silence(), session);
    }

    /// <summary>Who is there.</summary>
    public void Show(MembershipView view) => Change(() =>
    {
        _view = view;
        if (view.LeaderEpoch > _highest)
            _highest = view.LeaderEpoch;
    });

    /// <summary>What the worker told of itself.</summary>
    public void Tell(MemberState state)
    {
        if (state.IsReady != _isReady)
            Change(() => _isReady = state.IsReady);
    }

    /// <summary>The worker leads.</summary>
    public void Lead(Epoch epoch) => Change(() => (_own, _highest) = (epoch, epoch > _highest ? epoch : _highest));

    /// <summary>The connection to the ensemble broke or came back: what may be done changes with time, too.</summary>
    public void Connection()
    {
        LookAgainIn(DutyRule.PatienceOf(session) - silence());
        Changed?.Invoke();
    }

    /// <summary>The session has ended.</summary>
    public void End() => Change(() => _hasEnded = true);

    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _recheck?.Dispose();
        }
    }

    private void Look()
    {
        var silent = silence();
        var left = DutyRule.PatienceOf(session) - silent;
        if (left <= TimeSpan.Zero)
            Changed?.Invoke();
        else if (silent > TimeSpan.Zero)
            // Timers count whole milliseconds, and so may be early by a part of one.
            LookAgainIn(left > Shortest ? left : Shortest);
    }

    private void LookAgainIn(TimeSpan left)
    {
        lock (_lock)
        {
            _recheck?.Dispose();
            _recheck = left > TimeSpan.Zero && !_hasEnded ? time.CreateTimer(_ => Look(), null, left, Timeout.InfiniteTimeSpan) : null;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
            change();
        Changed?.Invoke();
    }
}
