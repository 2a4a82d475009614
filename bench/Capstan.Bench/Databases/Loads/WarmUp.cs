namespace Capstan.Bench.Databases.Loads;

/// <summary>What every system does before it is measured.</summary>
internal static class WarmUp
{
    private const int Connections = 64;

    // Long enough for a compiler at run time to have compiled what is hot, and the same for all. Measured on a broker: Capstan's writes
    // stop growing after about eight seconds of them and the textbook's after four; after two both show about half of it.
    private const int Seconds = 8;

    /// <summary>Puts each of its loads on a system.</summary>
    public static async Task RunAsync(BenchRun run, ILoadedSystem system)
    {
        foreach (var load in system.Loads)
            await load.RunAsync(Connections, run.IsQuick ? 1 : Seconds);
    }
}
