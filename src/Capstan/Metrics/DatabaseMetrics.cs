using System.Globalization;
using Capstan.Control;

namespace Capstan.Metrics;

/// <summary>The metrics of databases and their workers.</summary>
internal static class DatabaseMetrics
{
    /// <summary>All of them, for a stack as it is now.</summary>
    public static IEnumerable<MetricFamily> Collect(StackStatus status)
    {
        MetricFamily Of(string name, MetricKind kind, string help, Func<DatabaseStatus, double?> value)
        {
            var family = new FamilyBuilder(name, kind, help);
            foreach (var database in status.Databases)
            {
                if (value(database) is { } number)
                    family.Add(number, ("database", database.Name));
            }

            return family.Build();
        }

        MetricFamily OfWorkers(string name, string help, Func<WorkerStatus, double?> value)
        {
            var family = new FamilyBuilder(name, MetricKind.Gauge, help);
            foreach (var database in status.Databases)
            {
                foreach (var worker in database.Workers)
                {
                    if (value(worker) is { } number)
                        family.Add(number, ("database", database.Name), ("slot", worker.Slot.ToString(CultureInfo.InvariantCulture)));
                }
            }

            return family.Build();
        }

        return
        [
            Of("capstan_database_reads_total", MetricKind.Counter, "Reads that arrived at the database's API.", database => database.Reads),
            Of("capstan_database_writes_total", MetricKind.Counter, "Writes that arrived at the database's API.", database => database.Writes),
            Of("capstan_database_errors_total", MetricKind.Counter, "Answers of class 5xx that clients of the database got.", database => database.Errors),
            Of("capstan_database_leader", MetricKind.Gauge, "1 while the database has a leader.", database => database.Leader is null ? 0 : 1),
            Of("capstan_database_leader_epoch", MetricKind.Gauge, "Number of the leadership.", database => database.Epoch),
            Of("capstan_database_followers_wanted", MetricKind.Gauge, "Followers wanted.", database => database.Followers),
            Of("capstan_database_followers_ready", MetricKind.Gauge, "Followers that serve.", database => database.ReadyFollowers),
            Of("capstan_database_log_position", MetricKind.Gauge, "Last log position that the leader has applied.", database => database.Position),
            Of("capstan_database_log_bytes", MetricKind.Gauge, "Bytes of log on disk.", database => database.LogBytes),
            Of("capstan_database_reads_waiting", MetricKind.Gauge, "Reads that wait for a worker or for its answer.", database => database.ReadDepth),
            Of("capstan_database_writes_waiting", MetricKind.Gauge, "Writes that wait for the leader or for its answer.", database => database.WriteDepth),
            Of("capstan_database_writes_dead", MetricKind.Gauge, "Writes that were delivered too often and wait to be refused.", database => database.DeadDepth),
            Of("capstan_database_window_reads", MetricKind.Gauge, "Reads counted in the running scaling window.", database => database.Window?.Count),
            Of("capstan_database_window_followers_next", MetricKind.Gauge, "Followers that the count of the running window asks for.", database => database.Window?.Next),
            OfWorkers("capstan_worker_applied_position", "Last log position that the worker has applied.", worker => worker.Applied),
            OfWorkers("capstan_worker_lag", "Log positions that the worker is behind the leader.", worker => worker.Lag),
            OfWorkers("capstan_worker_ready", "1 while the worker serves.", worker => worker is { State: "ready", Role: not null } ? 1 : 0),
            OfWorkers("capstan_worker_is_leader", "1 for the leader, 0 for followers.", worker => worker.Role == "leader" ? 1 : 0),
        ];
    }
}
