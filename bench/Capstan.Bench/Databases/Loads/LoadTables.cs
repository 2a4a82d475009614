using Capstan.Bench.Databases.Etcd;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Loads;

/// <summary>The turns of all systems as tables: one for each kind of load, and one for what Capstan's processes need.</summary>
internal static class LoadTables
{
    private static readonly IReadOnlyList<(LoadKind Kind, string Title)> Kinds =
    [
        (LoadKind.Any, "Reads that may lag behind"),
        (LoadKind.Linear, "Reads of everything acknowledged"),
        (LoadKind.Write, "Durable writes"),
    ];

    /// <summary>All of them.</summary>
    public static string Of(IReadOnlyList<LoadRow> rows) =>
        string.Join("\n\n", Kinds.Select(kind => $"**{kind.Title}**\n\n{Compared([.. rows.Where(row => row.Kind == kind.Kind)])}").Append(Shares(rows)));

    private static MarkdownTable Compared(IReadOnlyList<LoadRow> rows)
    {
        var table = new MarkdownTable(
            "", "connections", "per second", "÷ etcd", "÷ etcd, gRPC", "CPU µs per operation", "etcd ÷", "gRPC ÷", "p50 ms", "p99 ms", "errors", "client's CPU µs", "cores busy");
        foreach (var row in rows.OrderBy(row => row.Connections))
        {
            var (http, grpc) = (Peer(rows, row, EtcdSystem.Http), Peer(rows, row, EtcdSystem.Grpc));
            table.Add(
                row.Name, $"{row.Connections}", row.Rate.Text("0"), Ratio(row.Rate, http?.Rate), Ratio(row.Rate, grpc?.Rate),
                row.Cpu[0].Text("0"), Ratio(http?.Cpu[0], row.Cpu[0]), Ratio(grpc?.Cpu[0], row.Cpu[0]), row.P50.Median.ToString("0.00"), row.P99.Median.ToString("0.00"),
                $"{row.Errors}", row.ClientCpu.Median.ToString("0"), row.Busy.Median.ToString("0.00"));
        }

        return table;
    }

    private static string Shares(IReadOnlyList<LoadRow> rows)
    {
        var table = new MarkdownTable("CPU µs per operation", "connections", "all", "controller", "leader", "follower");
        foreach (var row in rows.Where(row => row.Cpu.Count > 1))
            table.Add([$"{(row.Kind == LoadKind.Write ? "write" : "read")}: {row.Name}", $"{row.Connections}", .. row.Cpu.Select(of => of.Median.ToString("0"))]);
        return $"**Capstan's processes**\n\n{table}";
    }

    private static LoadRow? Peer(IReadOnlyList<LoadRow> rows, LoadRow of, string name) =>
        rows.SingleOrDefault(row => row.Name == name && row.Connections == of.Connections);

    private static string Ratio(Figures? of, Figures? to) => of is null || to is null or { Median: 0 } || ReferenceEquals(of, to) ? "–" : (of.Median / to.Median).ToString("0.00");
}
