using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Forwarding;

/// <summary>The turns of one system under one load.</summary>
internal sealed class SystemFigures(string name)
{
    private readonly List<double> _cpu = [];

    public string Name { get; } = name;

    /// <summary>CPU of the proxy per request, microseconds, round by round.</summary>
    public IReadOnlyList<double> CpuOfRounds => _cpu;

    /// <summary>CPU of the proxy per request, microseconds.</summary>
    public Figures Cpu => new(_cpu);

    /// <summary>CPU of the proxy as a share of the turn, percent of one core.</summary>
    public Figures Busy { get; } = new();

    public Figures Rate { get; } = new();

    public Figures P50 { get; } = new();

    public Figures P99 { get; } = new();

    public Figures P999 { get; } = new();

    /// <summary>Most resident memory during the turn, MiB.</summary>
    public Figures Peak { get; } = new();

    public long Errors { get; private set; }

    public void Add(ClientReport result, double cpuSeconds, long peak)
    {
        _cpu.Add(cpuSeconds * 1e6 / Math.Max(1, result.Requests));
        Busy.Add(cpuSeconds * 100 / result.Seconds);
        Rate.Add(result.Requests / result.Seconds);
        P50.Add(result.P50);
        P99.Add(result.P99);
        P999.Add(result.P999);
        Peak.Add(peak / 1048576.0);
        Errors += result.Errors;
    }

    /// <summary>CPU per request held against another system's in the same rounds.</summary>
    public Figures RatioTo(SystemFigures other) => new(_cpu.Zip(other._cpu, (own, its) => own / its));
}
