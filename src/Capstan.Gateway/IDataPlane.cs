using Capstan.Core.Stacks;

namespace Capstan.Gateway;

/// <summary>
/// What the controller needs of the gateway. All members may be called from any thread at any time, also before it listens, and
/// return at once; requests never wait for them.
/// </summary>
public interface IDataPlane
{
    /// <summary>
    /// Replaces routes and settings of all services in one step. Targets, counters and windows of services that stay are kept; a
    /// window counter starts anew only when the window's length changed.
    /// </summary>
    void Configure(IReadOnlyList<ServiceSpec> services);

    /// <summary>
    /// Replaces the targets of a service. A target is known by its id: one that stays keeps its connections, requests in flight and
    /// passive history; one that is missing gets nothing more, and requests that are still with it are cut off.
    /// </summary>
    void SetTargets(string service, IReadOnlyList<Target> targets);

    /// <summary>What a service's traffic looks like now; null for a service that is not configured.</summary>
    ServiceReading? Read(string service);

    /// <summary>What the access log has written and what it had to drop; null without one.</summary>
    AccessLogReading? ReadAccessLog();

    /// <summary>
    /// Raised when the controller should look now rather than at its next pass: a connection was refused, a target was ejected, a
    /// request is held because nothing is ready, a draining target became idle. Handlers only mark; they must not block.
    /// </summary>
    event Action<DataPlaneNotice>? Noticed;
}
