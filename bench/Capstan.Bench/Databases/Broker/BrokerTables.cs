using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Broker;

/// <summary>The turns over one broker as tables.</summary>
internal static class BrokerTables
{
    /// <summary>Name of the rows that the others are divided by.</summary>
    public const string Plain = "plain RPC";

    /// <summary>A table of reads, one of writes.</summary>
    public static string Of(IReadOnlyList<LoadRow> rows) =>
        $"**Reads**\n\n{Table(rows, row => row.Kind != LoadKind.Write)}\n\n**Durable writes**\n\n{Table(rows, row => row.Kind == LoadKind.Write)}";

    private static MarkdownTable Table(IReadOnlyList<LoadRow> all, Func<LoadRow, bool> isIn)
    {
        var table = new MarkdownTable(
            "", "connections", "per second", $"÷ {Plain}", "CPU µs per operation", "of it front", "workers", "broker", "p50 ms", "p99 ms", "errors", "client's CPU µs", "cores busy");
        var rows = all.Where(isIn).ToList();
        foreach (var row in rows.OrderBy(row => row.Connections))
        {
            var plain = rows.SingleOrDefault(other => other.Name == Plain && other.Connections == row.Connections);
            table.Add([
                row.Name, $"{row.Connections}", row.Rate.Text("0"), plain is null || plain == row || plain.Rate.Median == 0 ? "–" : (row.Rate.Median / plain.Rate.Median).ToString("0.00"),
                row.Cpu[0].Text("0"), .. row.Cpu.Skip(1).Select(part => part.Median.ToString("0")), row.P50.Median.ToString("0.00"), row.P99.Median.ToString("0.00"),
                $"{row.Errors}", row.ClientCpu.Median.ToString("0"), row.Busy.Median.ToString("0.00")]);
        }

        return table;
    }
}
