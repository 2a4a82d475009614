namespace Capstan.Bench.Databases.Loads;

/// <summary>The rows that all systems hold: a key, and a value of this many bytes.</summary>
internal static class Rows
{
    public const int Count = 10_000;
    public const int ValueBytes = 100;

    /// <summary>The row behind them, which no load touches.</summary>
    public const int Mark = Count + 1;

    /// <summary>Puts all of them into SQLite's <c>item</c>.</summary>
    public static string Insert { get; } =
        $"INSERT INTO item (id, text) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {Count}) SELECT i, printf('%0{ValueBytes}d', i) FROM n";
}
