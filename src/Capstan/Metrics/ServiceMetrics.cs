using Capstan.Control;
using Capstan.Gateway;

namespace Capstan.Metrics;

/// <summary>The metrics of services and of their traffic.</summary>
internal static class ServiceMetrics
{
    /// <summary>All of them, for a stack as it is now.</summary>
    public static IEnumerable<MetricFamily> Collect(StackStatus status, IDataPlane dataPlane)
    {
        var services = status.Services.Select(service => (service, Reading: dataPlane.Read(service.Name))).ToList();
        MetricFamily Traffic(string name, MetricKind kind, string help, Action<FamilyBuilder, string, ServiceReading> add)
        {
            var family = new FamilyBuilder(name, kind, help);
            foreach (var (service, reading) in services)
            {
                if (reading is not null)
                    add(family, service.Name, reading);
            }

            return family.Build();
        }

        MetricFamily State(string name, string help, Func<ServiceStatus, double?> value)
        {
            var family = new FamilyBuilder(name, MetricKind.Gauge, help);
            foreach (var (service, _) in services)
            {
                if (value(service) is { } number)
                    family.Add(number, ("service", service.Name));
            }

            return family.Build();
        }

        return
        [
            Traffic("capstan_service_requests_total", MetricKind.Counter, "Requests that arrived at the gateway.", (to, name, seen) => to.Add(seen.Requests, ("service", name))),
            Traffic("capstan_service_errors_total", MetricKind.Counter, "Answers of class 5xx that clients got.", (to, name, seen) => to.Add(seen.Errors, ("service", name))),
            Traffic("capstan_service_retries_total", MetricKind.Counter, "Requests sent a second time.", (to, name, seen) => to.Add(seen.Retries, ("service", name))),
            Traffic("capstan_service_refused_total", MetricKind.Counter, "Requests that the gateway refused or gave up itself.", (to, name, seen) => to.Add(seen.Refused, ("service", name))),
            Traffic("capstan_service_requests_in_flight", MetricKind.Gauge, "Requests being answered now.", (to, name, seen) => to.Add(seen.InFlight, ("service", name))),
            Traffic("capstan_service_requests_held", MetricKind.Gauge, "Requests waiting for a replica to become ready.", (to, name, seen) => to.Add(seen.Held, ("service", name))),
            Traffic("capstan_service_request_duration_seconds", MetricKind.Histogram, "Time from a request's arrival to the end of its answer.", (to, name, seen) => to.Add(seen.Latency, ("service", name))),
            State("capstan_service_replicas_wanted", "Replicas wanted.", service => service.Wanted),
            State("capstan_service_replicas_ready", "Replicas that take traffic.", service => service.Replicas.Count(replica => replica.State is "ready" or "warming")),
            State("capstan_service_window_requests", "Requests counted in the running scaling window.", service => service.Window?.Count),
            State("capstan_service_window_replicas_next", "Replicas that the count of the running window asks for.", service => service.Window?.Next),
        ];
    }
}
