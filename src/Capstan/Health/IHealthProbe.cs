using Capstan.Core.Health;

namespace Capstan.Health;

/// <summary>Asks one replica once whether it is healthy.</summary>
public interface IHealthProbe
{
    /// <summary>
    /// One <c>GET</c> on a connection of its own. Never throws for what a target does; only for cancellation.
    /// </summary>
    Task<ProbeResult> CheckAsync(ProbeTarget target, CancellationToken cancellationToken);
}
