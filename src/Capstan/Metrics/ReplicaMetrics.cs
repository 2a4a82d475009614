using System.Globalization;
using Capstan.Control;
using Capstan.Core.Replicas;
using Capstan.Gateway;

namespace Capstan.Metrics;

/// <summary>The metrics of replicas and of targets that run elsewhere.</summary>
internal static class ReplicaMetrics
{
    private static readonly string[] States = ["starting", "warming", "ready", "draining", "gone", "failed"];

    /// <summary>All of them, for a stack as it is now.</summary>
    public static IEnumerable<MetricFamily> Collect(StackStatus status, IDataPlane dataPlane)
    {
        var state = new FamilyBuilder("capstan_replica_state", MetricKind.Gauge, "1 for the state that the slot's replica is in, 0 for the others.");
        var generation = new FamilyBuilder("capstan_replica_generation", MetricKind.Gauge, "Which replica of its slot it is.");
        var requests = new FamilyBuilder("capstan_replica_requests_total", MetricKind.Counter, "Requests sent to the replica.");
        var failures = new FamilyBuilder("capstan_replica_failures_total", MetricKind.Counter, "Requests to the replica that failed.");
        var inFlight = new FamilyBuilder("capstan_replica_requests_in_flight", MetricKind.Gauge, "Requests with the replica now.");
        var ejected = new FamilyBuilder("capstan_replica_ejected", MetricKind.Gauge, "1 while the gateway keeps the replica out of rotation for its failures.");
        var up = new FamilyBuilder("capstan_target_up", MetricKind.Gauge, "1 while a target that runs elsewhere passes its health check.");
        var targetRequests = new FamilyBuilder("capstan_target_requests_total", MetricKind.Counter, "Requests sent to a target that runs elsewhere.");

        foreach (var service in status.Services)
        {
            var readings = dataPlane.Read(service.Name)?.Targets.ToDictionary(reading => reading.Id, StringComparer.Ordinal) ?? [];
            foreach (var replica in service.Replicas.GroupBy(replica => replica.Slot).Select(slot => slot.MaxBy(replica => replica.Generation)!))
            {
                var slot = replica.Slot.ToString(CultureInfo.InvariantCulture);
                foreach (var name in States)
                    state.Add(replica.State == name ? 1 : 0, ("service", service.Name), ("slot", slot), ("state", name));
                generation.Add(replica.Generation, ("service", service.Name), ("slot", slot));
                requests.Add(replica.Requests, ("service", service.Name), ("slot", slot));
                inFlight.Add(replica.InFlight, ("service", service.Name), ("slot", slot));
                ejected.Add(replica.Ejected ? 1 : 0, ("service", service.Name), ("slot", slot));
                if (readings.TryGetValue(new ReplicaId(service.Name, replica.Slot, replica.Generation).ToString(), out var reading))
                    failures.Add(reading.Failures, ("service", service.Name), ("slot", slot));
            }

            foreach (var target in service.Targets)
            {
                up.Add(target.State == "ready" ? 1 : 0, ("service", service.Name), ("target", target.Address));
                targetRequests.Add(target.Requests, ("service", service.Name), ("target", target.Address));
            }
        }

        return [state.Build(), generation.Build(), requests.Build(), failures.Build(), inFlight.Build(), ejected.Build(), up.Build(), targetRequests.Build()];
    }
}
