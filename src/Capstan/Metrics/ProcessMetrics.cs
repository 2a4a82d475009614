using System.Diagnostics;

namespace Capstan.Metrics;

/// <summary>The metrics of the controller's own process.</summary>
internal static class ProcessMetrics
{
    /// <summary>All of them, now.</summary>
    public static IEnumerable<MetricFamily> Collect()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            Single("process_cpu_seconds_total", MetricKind.Counter, "Processor time used, user and system.", process.TotalProcessorTime.TotalSeconds),
            Single("process_resident_memory_bytes", MetricKind.Gauge, "Resident memory.", process.WorkingSet64),
            Single("process_threads", MetricKind.Gauge, "Threads.", process.Threads.Count),
            Single("dotnet_heap_bytes", MetricKind.Gauge, "Managed heap, garbage included.", GC.GetTotalMemory(forceFullCollection: false)),
            Single("dotnet_allocated_bytes_total", MetricKind.Counter, "Managed memory ever allocated.", GC.GetTotalAllocatedBytes()),
        ];
    }

    private static MetricFamily Single(string name, MetricKind kind, string help, double value)
    {
        var family = new FamilyBuilder(name, kind, help);
        family.Add(value);
        return family.Build();
    }
}
