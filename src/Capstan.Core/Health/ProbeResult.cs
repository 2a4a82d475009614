namespace Capstan.Core.Health;

/// <summary>What one health check found.</summary>
/// <param name="Outcome">Healthy, or what was wrong.</param>
/// <param name="Detail">A sentence for the operator: what was asked and what came back.</param>
public sealed record ProbeResult(ProbeOutcome Outcome, string Detail)
{
    /// <summary>Whether the answer was 200 in time.</summary>
    public bool IsHealthy => Outcome == ProbeOutcome.Healthy;
}
