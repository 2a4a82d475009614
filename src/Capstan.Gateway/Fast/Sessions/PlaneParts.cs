using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>What the loops share with each other and with the general plane. Each of them may be used from any thread.</summary>
/// <param name="Plane">Routes, targets and counters.</param>
/// <param name="Limits">What clients may do.</param>
/// <param name="Trusted">Whose word on where a request came from is believed.</param>
/// <param name="Connections">Open client connections.</param>
/// <param name="Gate">Requests in flight.</param>
/// <param name="Time">The clock.</param>
internal sealed record PlaneParts(
    DataPlane Plane, GatewayLimits Limits, TrustedNetworks Trusted, ConnectionLimit Connections, StopGate Gate, TimeProvider Time)
{
    /// <summary>Looks up where a name is.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> LookUp { get; init; } = Dns.GetHostAddressesAsync;
}
