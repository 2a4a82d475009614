using Capstan.Simulation.Mutants;

namespace Capstan.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 2000;

    private static readonly string[] Expected =
    [
        "acknowledged writes", "answers: Expired", "answers: KeyReused", "answers: KeysFull", "answers: Poison", "blocked without a slot",
        "crashes", "dead letters", "disk failures", "duplicates", "elections", "ends while applying", "ends while taking", "ends: Rebuild",
        "ends: StepDown", "epochs forgotten", "forced leaders", "gaps", "kills of all", "late messages", "led without a slot",
        "log purges", "log restarts", "log-repaired", "logs recreated", "messages cut off", "power losses", "record-skipped", "restores",
        "retries", "scaled down", "scaled up", "schema-differs", "slots retired", "snapshots damaged", "snapshots loaded", "snapshots made", "stops",
    ];

    [Fact]
    public void NoPromiseIsBrokenInAnyWorld()
    {
        var runs = Runs.Of(0, Seeds, new Mutant(), most: 5);

        output.WriteLine(runs.ToString());
        Assert.Empty(runs.Violations);
        Assert.All(Expected, name => Assert.True(runs.Tally[name] > 0, $"'{name}' never occurred"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AMutantIsCaught(string name)
    {
        var mutant = Simulation.Mutants.Mutants.Named(name);

        var runs = Runs.Of(mutant.From, mutant.Seeds, mutant, most: 1);

        var (seed, violation) = Assert.Single(runs.Violations);
        output.WriteLine($"{name}: seed {seed}, {violation.Words}");
    }

    [Fact]
    public void ASeedReproducesExactly()
    {
        List<string> Lines(int seed)
        {
            var lines = new List<string>();
            new Worlds.World(seed, new Mutant(), lines.Add).Run();
            return lines;
        }

        Assert.Equal(Lines(7), Lines(7));
    }

    public static TheoryData<string> Names() => [.. Simulation.Mutants.Mutants.All.Select(mutant => mutant.Name)];
}
