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

    /// <summary>Puts a load on its system and adds the turn to its row, which is made when there is none.</summary>
    public static async Task MeasureAsync(BenchRun run, List<LoadRow> rows, Load load, int connections, int seconds)
    {
        var row = rows.Find(row => row.Kind == load.Kind && row.Name == load.Name && row.Connections == connections);
        if (row is null)
            rows.Add(row = new LoadRow(load.Kind, load.Name, connections));
        row.Add(await load.RunAsync(connections, seconds));
        run.Say(
            $"{load.Kind}, {load.Name}, {connections} connections: {row.Rate.Last:0} a second, p50 {row.P50.Last:0.00} ms, p99 {row.P99.Last:0.00} ms, "
            + $"{row.Errors} errors, {row.Cpu[0].Last:0} µs, client {row.ClientCpu.Last:0.0} µs");
    }

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
