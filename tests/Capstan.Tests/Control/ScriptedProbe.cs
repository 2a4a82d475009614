using Capstan.Core.Health;
using Capstan.Health;

namespace Capstan.Tests.Control;

/// <summary>Answers health checks as a test says.</summary>
internal sealed class ScriptedProbe : IHealthProbe
{
    private volatile Func<int, ProbeOutcome> _answer = _ => ProbeOutcome.Healthy;

    /// <summary>What a port answers from now on.</summary>
    public Func<int, ProbeOutcome> Answer
    {
        get => _answer;
        set => _answer = value;
    }

    public Task<ProbeResult> CheckAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Answer(target.Port);
        return Task.FromResult(new ProbeResult(outcome, $"{target.Path} on {target.Port}: {outcome}"));
    }
}
