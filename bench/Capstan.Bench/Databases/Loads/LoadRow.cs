using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Loads;

/// <summary>The turns of one load at one number of connections.</summary>
internal sealed class LoadRow(LoadKind kind, string name, int connections)
{
    public LoadKind Kind => kind;

    public string Name => name;

    public int Connections => connections;

    public Figures Rate { get; } = new();

    public Figures P50 { get; } = new();

    public Figures P99 { get; } = new();

    /// <summary>CPU of the system per operation, microseconds: of all processes, then of parts.</summary>
    public IReadOnlyList<Figures> Cpu { get; private set; } = [];

    /// <summary>CPU of the load generator per operation, microseconds.</summary>
    public Figures ClientCpu { get; } = new();

    /// <summary>Cores that the system kept busy.</summary>
    public Figures Busy { get; } = new();

    public long Errors { get; private set; }

    public void Add(LoadResult result)
    {
        var done = Math.Max(1, result.Done);
        if (Cpu.Count == 0)
            Cpu = [.. result.ServerCpu.Select(_ => new Figures())];
        foreach (var (of, seconds) in Cpu.Zip(result.ServerCpu))
            of.Add(seconds * 1e6 / done);
        ClientCpu.Add(result.ClientCpu * 1e6 / done);
        Busy.Add(result.ServerCpu[0] / result.Seconds);
        Rate.Add(result.Done / result.Seconds);
        P50.Add(result.P50);
        P99.Add(result.P99);
        Errors += result.Errors;
    }
}
