using System.Collections.Concurrent;
using Capstan.Core.Scaling;
using Capstan.Core.Stacks;
using Capstan.Gateway;

namespace Capstan.Tests.Control;

/// <summary>A data plane without sockets: remembers what it was told and reads what a test set.</summary>
internal sealed class InMemoryDataPlane(TimeProvider time) : IDataPlane
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Target>> _targets = new();
    private readonly ConcurrentDictionary<string, WindowCounter> _windows = new();

    public event Action<DataPlaneNotice>? Noticed;

    public IReadOnlyList<ServiceSpec> Services { get; private set; } = [];

    public ConcurrentDictionary<string, int> InFlight { get; } = new();

    public AccessLogReading? AccessLog { get; set; }

    public IReadOnlyList<Target> Targets(string service) => _targets.GetValueOrDefault(service) ?? [];

    public void Configure(IReadOnlyList<ServiceSpec> services)
    {
        foreach (var gone in Services.Where(service => services.All(kept => kept.Name != service.Name)))
            _targets.TryRemove(gone.Name, out _);
        Services = services;
        foreach (var service in services)
        {
            if (service.Scale is { } scale)
                _windows.GetOrAdd(service.Name, _ => new WindowCounter((long)(scale.Window.TotalSeconds * time.TimestampFrequency)));
        }
    }

    public void SetTargets(string service, IReadOnlyList<Target> targets) => _targets[service] = targets;

    public void Arrive(string service, int requests)
    {
        for (var request = 0; request < requests; request++)
            _windows[service].Record(time.GetTimestamp());
    }

    public void Notice(DataPlaneNoticeKind kind, string service, string target) =>
        Noticed?.Invoke(new DataPlaneNotice(kind, service, target, null, "noticed"));

    public AccessLogReading? ReadAccessLog() => AccessLog;

    public ServiceReading? Read(string service) => Services.All(known => known.Name != service) ? null : new()
    {
        Requests = 0,
        Errors = 0,
        Retries = 0,
        Refused = 0,
        InFlight = 0,
        Held = 0,
        Latency = new LatencyReading(0, 0, [], [0]),
        Window = _windows.GetValueOrDefault(service),
        Targets = [.. Targets(service).Select(target => new TargetReading(target.Id, 0, 0, InFlight.GetValueOrDefault(target.Id), false))],
    };
}
