using Capstan.Core.Health;
using Capstan.Core.Stacks;
using Capstan.Health;

namespace Capstan.Control;

/// <summary>A target that runs elsewhere: watched and balanced, never started or stopped.</summary>
internal sealed class ExternalTarget(HostPort address, HealthWatch watch, DateTimeOffset wall)
{
    private HealthVerdict _verdict = HealthVerdict.Pending;

    public HostPort Address { get; } = address;

    public HealthWatch Watch { get; } = watch;

    /// <summary>When its verdict last changed.</summary>
    public DateTimeOffset Since { get; private set; } = wall;

    /// <summary>Reads the verdict.</summary>
    /// <returns>Whether it changed since the last look.</returns>
    public bool Look(DateTimeOffset wall, out HealthVerdict verdict)
    {
        verdict = Watch.Verdict;
        if (verdict == _verdict)
            return false;
        _verdict = verdict;
        Since = wall;
        return true;
    }
}
