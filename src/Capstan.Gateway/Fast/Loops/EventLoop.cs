using Capstan.Gateway.Fast.Native;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Fast.Loops;

/// <summary>
/// One thread that serves many connections: waits for events, hands each to what it is about, then looks at the timers. Everything that
/// belongs to a loop is touched by its thread alone; others post.
/// </summary>
internal sealed partial class EventLoop : IDisposable
{
    private const int EventsAtOnce = 256;
    private readonly Poller _poller = new(EventsAtOnce);
    private readonly WatchTable _watched = new();
    private readonly Mailbox _mailbox;
    private readonly Queue<ulong> _again = new();
    private readonly TimerWheel _timers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Timed> _look;
    private bool _isEnding;

    /// <summary>A loop that does not run yet.</summary>
    public EventLoop(int index, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _look = Look;
        _mailbox = new Mailbox(LogFailed);
        Now = time.GetTimestamp();
        Frequency = time.TimestampFrequency;
        _timers = new TimerWheel(Frequency, Now);
        _thread = new Thread(Run) { Name = $"gateway-{index}", IsBackground = true };
        _watched.Add(_mailbox);
        var outcome = _poller.Add(_mailbox.Descriptor, Readiness.Read, _mailbox.Token);
        if (outcome < 0)
            throw new IOException($"An event loop cannot be made: {Errno.Text(outcome)}");
    }

    /// <summary>Timestamp of the present turn's beginning.</summary>
    public long Now { get; private set; }

    /// <summary>Timestamp ticks a second.</summary>
    public long Frequency { get; }

    /// <summary>Completes when the loop has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the loop after the present turn; everything it watches is aborted. Any thread may call it.</summary>
    public void End() => Post(() => _isEnding = true);

    /// <summary>Has work done on the loop's thread. Any thread may call it.</summary>
    public void Post(Action work) => _mailbox.Post(work);

    /// <summary>Does work whose failure would be an error of ours: that costs what it was met on, never the others.</summary>
    /// <param name="work">The work.</param>
    /// <param name="abort">What follows when it failed.</param>
    public void Guard(Action work, Action? abort = null)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            Failed(exception, abort);
        }
    }

    /// <summary>Tells of an error of ours, and ends what it was met on.</summary>
    public void Failed(Exception exception, Action? abort)
    {
        LogFailed(exception);
        try
        {
            abort?.Invoke();
        }
        catch (Exception another)
        {
            LogFailed(another);
        }
    }

    /// <summary>The timestamp now, for what is measured.</summary>
    public long ReadClock() => _time.GetTimestamp();

    /// <summary>A length of time in timestamp ticks.</summary>
    public long TicksOf(TimeSpan length) => length == Timeout.InfiniteTimeSpan ? Timed.Never : (long)(length.TotalSeconds * Frequency);

    /// <summary>Watches a connection: changes in either direction are told once.</summary>
    /// <returns>0, or the negative error.</returns>
    public int Watch(Watched watched, int descriptor)
    {
        _watched.Add(watched);
        var outcome = _poller.Add(descriptor, Readiness.Read | Readiness.Write | Readiness.PeerEnded | Readiness.OncePerChange, watched.Token);
        if (outcome < 0)
            _watched.Remove(watched);
        return outcome;
    }

    /// <summary>
    /// Watches a listener, for the first time or again: connections that wait are told again and again. The loop knows it from now on, whatever
    /// the outcome, and aborts it at its end.
    /// </summary>
    /// <returns>0, or the negative error.</returns>
    public int WatchListener(Watched watched, int descriptor)
    {
        if (watched.Token == 0)
            _watched.Add(watched);
        return _poller.Add(descriptor, Readiness.Read, watched.Token);
    }

    /// <summary>Looks away from a listener, until it is watched again.</summary>
    public void LookAway(int descriptor) => _poller.Remove(descriptor);

    /// <summary>Forgets something whose descriptor is about to be closed.</summary>
    public void Forget(Watched watched)
    {
        _watched.Remove(watched);
        _timers.Remove(watched);
    }

    /// <summary>Forgets something whose descriptor stays open.</summary>
    public void Forget(Watched watched, int descriptor)
    {
        _poller.Remove(descriptor);
        Forget(watched);
    }

    /// <summary>Sets when something is to be looked at; see <see cref="TimerWheel"/>.</summary>
    public void SetTimer(Timed timed, long due) => _timers.Set(timed, due);

    /// <summary>Forgets the timer of something that is not watched.</summary>
    public void RemoveTimer(Timed timed) => _timers.Remove(timed);

    /// <summary>Calls something again after everything else had its turn.</summary>
    public void CallAgain(Watched watched) => _again.Enqueue(watched.Token);

    /// <summary>Gives back what the loop is made of; after its end, or when it never ran.</summary>
    public void Dispose()
    {
        _mailbox.Dispose();
        _poller.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isEnding)
                Turn();
        }
        catch (Exception exception)
        {
            LogEnded(exception);
        }

        foreach (var watched in _watched.All())
            Guard(watched.Abort);

        _mailbox.Close();
        _ended.SetResult();
    }

    private void Turn()
    {
        var count = _poller.Wait(_again.Count > 0 ? 0 : _timers.MillisecondsLeft(Now));
        Now = _time.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var (token, readiness) = _poller[i];
            Call(token, readiness);
        }

        for (var left = _again.Count; left > 0; left--)
            Call(_again.Dequeue(), Readiness.None);
        _timers.Advance(Now, _look);
    }

    private void Call(ulong token, Readiness readiness)
    {
        if (_watched.Find(token) is not { } watched)
            return;
        try
        {
            watched.OnReady(readiness);
        }
        catch (Exception exception)
        {
            Failed(exception, watched.Abort);
        }
    }

    private void Look(Timed timed)
    {
        try
        {
            timed.OnDue(Now);
        }
        catch (Exception exception)
        {
            Failed(exception, timed.Abort);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection was cut because the gateway failed to serve it. Report this.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "An event loop of the gateway ended; its connections are cut. Restart the gateway.")]
    private partial void LogEnded(Exception exception);
}
