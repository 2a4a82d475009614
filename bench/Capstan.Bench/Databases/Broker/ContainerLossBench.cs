using Capstan.Bench.Databases.Loss;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Broker;

/// <summary>The container of the leader is killed under light writing: workers are containers then, and processes, on the same broker and ensemble.</summary>
internal static class ContainerLossBench
{
    private static readonly IReadOnlyList<string> Images = ["capstan:test"];

    /// <summary>Measures; the table, or why there is none.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        if (await DockerEngine.WhyNotAsync(Images, "'./test docker' makes it.", run.Ending) is { } why)
            return $"Not measured: {why}";
        if (DockerEngine.Bridge is not { } bridge)
            return "Not measured: this machine has no network docker0, on which containers reach it";
        var (turns, rounds) = run.IsQuick ? (1, 3) : (2, 15);
        var (contained, plain) = (new CapstanLoss(run, null, isDocker: true), new CapstanLoss(run, null));
        await using (var servers = await BrokerServers.StartAsync(run, bridge))
        {
            for (var turn = 0; turn < turns; turn++)
            {
                await contained.RunAsync(rounds, [$"image={Images[0]}", .. await servers.NewDatabaseAsync()]);
                await plain.RunAsync(rounds, await servers.NewDatabaseAsync());
            }
        }

        var table = new MarkdownTable("ms after the kill", "containers, median", "least", "worst", "processes, median", "least", "worst", "containers ÷ processes");
        Add("another leader elected", contained.Elected, plain.Elected);
        Add("next write acknowledged", contained.Figures.Next, plain.Figures.Next);
        Add("every worker ready again", contained.Figures.Whole, plain.Figures.Whole);
        Add("slowest write of the round", contained.Figures.Slowest, plain.Figures.Slowest);
        return $"{plain.Facts}\n\n{turns * rounds} rounds each. Containers: {contained.Figures.Writes}; processes: {plain.Figures.Writes}; every acknowledged write was there afterwards, once.\n\n{table}";

        void Add(string name, Figures ours, Figures theirs) => table.Add([name, .. Cells(ours), .. Cells(theirs), (ours.Median / theirs.Median).ToString("0.0")]);

        static IReadOnlyList<string> Cells(Figures of) => [of.Median.ToString("0"), of.Least.ToString("0"), of.Most.ToString("0")];
    }
}
