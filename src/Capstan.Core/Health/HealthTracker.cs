using Capstan.Core.Stacks;

namespace Capstan.Core.Health;

/// <summary>
/// Turns the checks of one replica into a verdict. A newcomer needs one success; a healthy one falls after
/// <see cref="HealthSpec.Failures"/> failures in a row; one that fell needs <see cref="HealthSpec.Successes"/> in a row. Within the
/// grace after its start failures do not count against a newcomer. A 503 takes a healthy replica out of rotation at once.
/// </summary>
public sealed class HealthTracker
{
    private readonly TimeSpan _started;
    private HealthSpec _spec;
    private int _failures;
    private int _successes;

    /// <summary>A replica that was started (or adopted) at this moment of the controller's monotonic clock.</summary>
    public HealthTracker(HealthSpec spec, TimeSpan started)
    {
        _spec = spec;
        _started = started;
    }

    /// <summary>The verdict now.</summary>
    public HealthVerdict Verdict { get; private set; } = HealthVerdict.Pending;

    /// <summary>The last check; null before the first.</summary>
    public ProbeResult? Last { get; private set; }

    /// <summary>Failures in a row up to now.</summary>
    public int FailuresInARow => _failures;

    /// <summary>Settings changed; what was counted stays.</summary>
    public void Configure(HealthSpec spec) => _spec = spec;

    /// <summary>Takes in one check.</summary>
    /// <returns>Whether the verdict changed.</returns>
    public bool Record(ProbeResult result, TimeSpan now)
    {
        Last = result;
        var before = Verdict;
        if (result.IsHealthy)
        {
            _failures = 0;
            _successes++;
            Verdict = before switch
            {
                HealthVerdict.Unhealthy when _successes < _spec.Successes => HealthVerdict.Unhealthy,
                _ => HealthVerdict.Healthy,
            };
        }
        else
        {
            _successes = 0;
            _failures++;
            Verdict = before switch
            {
                HealthVerdict.Pending => now - _started >= _spec.Grace ? HealthVerdict.Unhealthy : HealthVerdict.Pending,
                HealthVerdict.Unhealthy => HealthVerdict.Unhealthy,
                _ when result.Outcome == ProbeOutcome.Unavailable => HealthVerdict.Unavailable,
                _ => _failures >= _spec.Failures ? HealthVerdict.Unhealthy : before,
            };

            // A 503 is an answer, not a failure: it does not add up to a replacement.
            if (result.Outcome == ProbeOutcome.Unavailable && Verdict == HealthVerdict.Unavailable)
                _failures = 0;
        }

        return Verdict != before;
    }

    /// <summary>Judges a newcomer whose checks never end: true when its grace is over and it was never healthy.</summary>
    public bool IsOverdue(TimeSpan now) => Verdict == HealthVerdict.Pending && now - _started >= _spec.Grace;
}
