using Capstan.Core.Stacks;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Services;

namespace Capstan.Gateway;

/// <summary>Routes, targets and counters behind the gateway's listeners. May be configured before anything listens.</summary>
/// <param name="time">Clock of windows, ejections and waits.</param>
public sealed class DataPlane(TimeProvider time) : IDataPlane
{
    private readonly Lock _lock = new();
    private volatile Dictionary<string, ServiceState> _services = new(StringComparer.Ordinal);
    private volatile RouteTable _routes = RouteTable.Empty;

    /// <inheritdoc />
    public event Action<DataPlaneNotice>? Noticed;

    /// <summary>The access log; null without one.</summary>
    internal AccessLog? AccessLog { get; set; }

    /// <summary>The routes now.</summary>
    internal RouteTable Routes => _routes;

    /// <inheritdoc />
    public void Configure(IReadOnlyList<ServiceSpec> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        lock (_lock)
        {
            var next = new Dictionary<string, ServiceState>(StringComparer.Ordinal);
            foreach (var spec in services)
            {
                var service = _services.GetValueOrDefault(spec.Name) ?? Create(spec.Name);
                service.Configure(spec);
                next.Add(spec.Name, service);
            }

            var gone = _services.Values.Where(service => !next.ContainsKey(service.Name)).ToArray();
            _routes = new RouteTable([.. services.SelectMany(spec => spec.Routes.Select(route => (route, next[spec.Name])))]);
            _services = next;
            foreach (var service in gone)
                service.Pool.Replace([]);
        }
    }

    /// <inheritdoc />
    public void SetTargets(string service, IReadOnlyList<Target> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        lock (_lock)
        {
            if (!_services.TryGetValue(service, out var state))
            {
                state = Create(service);
                _services = new Dictionary<string, ServiceState>(_services, StringComparer.Ordinal) { [service] = state };
            }

            state.Pool.Replace(targets);
        }
    }

    /// <inheritdoc />
    public ServiceReading? Read(string service) =>
        _services.TryGetValue(service, out var state) && state.IsConfigured ? state.Read() : null;

    /// <inheritdoc />
    public AccessLogReading? ReadAccessLog() => AccessLog?.Read();

    private ServiceState Create(string name) => new(name, time, notice => Noticed?.Invoke(notice));
}
