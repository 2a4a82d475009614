using Capstan.Core.Stacks;
using Capstan.Gateway;

namespace Capstan.Tests.Admin;

/// <summary>A gateway with fixed readings.</summary>
internal sealed class FakeDataPlane : IDataPlane
{
    public event Action<DataPlaneNotice>? Noticed
    {
        add { }
        remove { }
    }

    public AccessLogReading? AccessLog { get; set; }

    public Dictionary<string, ServiceReading> Readings { get; } = new(StringComparer.Ordinal)
    {
        ["acts"] = new ServiceReading
        {
            Requests = 1_234,
            Errors = 3,
            Retries = 2,
            Refused = 1,
            InFlight = 5,
            Held = 0,
            Latency = new LatencyReading(6, 1.5, [0.01, 0.1], [3, 2, 1]),
            Window = null,
            Targets = [new TargetReading("acts/0#1", 700, 4, 3, false)],
        },
    };

    public void Configure(IReadOnlyList<ServiceSpec> services)
    {
    }

    public void SetTargets(string service, IReadOnlyList<Target> targets)
    {
    }

    public AccessLogReading? ReadAccessLog() => AccessLog;

    public ServiceReading? Read(string service) => Readings.GetValueOrDefault(service);
}
