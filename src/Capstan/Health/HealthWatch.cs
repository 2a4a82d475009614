using Capstan.Core.Health;
using Capstan.Core.Stacks;

namespace Capstan.Health;

/// <summary>
/// Checks one target again and again and keeps the verdict. Reports only when the verdict changes. A newcomer is asked more often
/// than its interval says, so that it serves as soon as it can.
/// </summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    private static readonly TimeSpan NewcomerInterval = TimeSpan.FromMilliseconds(50);

    private readonly IHealthProbe _probe;
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _now;
    private readonly Action _changed;
    private readonly HealthTracker _tracker;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly Task _loop;
    private Question _question;

    public HealthWatch(IHealthProbe probe, TimeProvider time, Func<TimeSpan> now, Question question, Action changed)
    {
        _probe = probe;
        _time = time;
        _now = now;
        _question = question;
        _changed = changed;
        _tracker = new HealthTracker(question.Spec, now());
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Whom to ask, and by which rules to judge.</summary>
    public sealed record Question(string Host, int Port, UpstreamProtocol Protocol, HealthSpec Spec);

    /// <summary>The verdict now, grace included.</summary>
    public HealthVerdict Verdict
    {
        get
        {
            lock (_lock)
                return _tracker.IsOverdue(_now()) ? HealthVerdict.Unhealthy : _tracker.Verdict;
        }
    }

    /// <summary>The last check; null before the first.</summary>
    public ProbeResult? Last
    {
        get
        {
            lock (_lock)
                return _tracker.Last;
        }
    }

    /// <summary>Settings changed.</summary>
    public void Configure(UpstreamProtocol protocol, HealthSpec spec)
    {
        lock (_lock)
        {
            _question = _question with { Protocol = protocol, Spec = spec };
            _tracker.Configure(spec);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var question = _question;
                var spec = question.Spec;
                var asked = _time.GetTimestamp();
                var target = new ProbeTarget(question.Host, question.Port, spec.Path, spec.Timeout, question.Protocol);
                var pause = Record(await AskAsync(target), spec) - _time.GetElapsedTime(asked);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, _time, _end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody wants to know any more.
        }
    }

    // A check that fails in a way nobody foresaw is a failed check, never the end of checking.
    private async Task<ProbeResult> AskAsync(ProbeTarget target)
    {
        try
        {
            return await _probe.CheckAsync(target, _end.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new ProbeResult(ProbeOutcome.Broken, $"{target.Path} could not be asked: {fault.Message}");
        }
    }

    private TimeSpan Record(ProbeResult result, HealthSpec spec)
    {
        bool changed;
        bool isNewcomer;
        lock (_lock)
        {
            changed = _tracker.Record(result, _now());
            isNewcomer = _tracker.Verdict == HealthVerdict.Pending;
        }

        if (changed)
            _changed();
        return isNewcomer && NewcomerInterval < spec.Interval ? NewcomerInterval : spec.Interval;
    }
}
