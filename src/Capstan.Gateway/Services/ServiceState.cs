using Capstan.Core.Scaling;
using Capstan.Core.Stacks;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Metering;

namespace Capstan.Gateway.Services;

/// <summary>A service for as long as it is known: its settings are replaced, its counters, targets and windows stay.</summary>
internal sealed class ServiceState(string name, TimeProvider time, Action<DataPlaneNotice> notify)
{
    private volatile ServiceSettings? _settings;
    private volatile WindowCounter? _window;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its targets.</summary>
    public TargetPool Pool { get; } = new(name, time, notify);

    /// <summary>Its totals.</summary>
    public ServiceMeter Meter { get; } = new(time);

    /// <summary>Its retries.</summary>
    public RetryBudget Retries { get; } = new(time.TimestampFrequency);

    /// <summary>Whether <see cref="Configure"/> was called.</summary>
    public bool IsConfigured => _settings is not null;

    /// <summary>Its settings; only of a configured service.</summary>
    public ServiceSettings Settings => _settings ?? throw new InvalidOperationException($"Service {Name} is not configured.");

    /// <summary>Takes over a new spec.</summary>
    public void Configure(ServiceSpec spec)
    {
        var length = (long)((spec.Scale?.Window.TotalSeconds ?? 0) * time.TimestampFrequency);
        if (length <= 0)
            _window = null;
        else if (_window?.Length != length)
            _window = new WindowCounter(length);
        Pool.Balancer = Balancers.Create(spec.Balance, spec.SlowStart, time);
        _settings = new ServiceSettings(spec, time);
    }

    /// <summary>Counts a request that has just arrived; returns how many are in flight with it.</summary>
    public int Arrived(ServiceSettings settings, ReadOnlySpan<char> path, long arrival)
    {
        if (settings.Counts(path))
            _window?.Record(arrival);
        Retries.Record(arrival);
        return Meter.Arrived();
    }

    /// <summary>Its traffic now.</summary>
    public ServiceReading Read() => new()
    {
        Requests = Meter.Requests,
        Errors = Meter.Errors,
        Retries = Meter.Retries,
        Refused = Meter.Refused,
        InFlight = Meter.InFlight,
        Held = Meter.Held,
        Latency = Meter.Latency.Read(),
        Window = _window,
        Targets = Array.ConvertAll(Pool.Set.All, target => target.Read()),
    };
}
