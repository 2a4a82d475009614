namespace Capstan.Bench.Databases.Loads;

/// <summary>The rows that all systems hold: a key, and a value of this many bytes.</summary>
internal static class Rows
{
    public const int Count = 10_000;
    public const int ValueBytes = 100;

    /// <summary>The row behind them, which no load touches.</summary>
    public const int Mark = Count + 1;
}
