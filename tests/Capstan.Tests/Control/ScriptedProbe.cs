using Capstan.Core.Health;
using Capstan.Health;

namespace Capstan.Tests.Control;

/// <summary>Answers health checks as a test says.</summary>
internal sealed class ScriptedProbe : IHealthProbe
{
    private volatile Func<ProbeTarget, ProbeOutcome> _answer = _ => ProbeOutcome.Healthy;

    /// <summary>What a port answers from now on.</summary>
    public Func<int, ProbeOutcome> Answer
    {
        set => _answer = target => value(target.Port);
    }

    /// <summary>What a target answers from now on, by all that is asked.</summary>
    public Func<ProbeTarget, ProbeOutcome> AnswerAs
    {
        set => _answer = value;
    }

    public Task<ProbeResult> CheckAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = _answer(target);
        return Task.FromResult(new ProbeResult(outcome, $"{target.Path} on {target.Port}: {outcome}"));
    }
}
