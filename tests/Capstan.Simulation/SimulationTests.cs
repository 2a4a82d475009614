using Capstan.Simulation.Mutants;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 2000;

    private static readonly string[] Expected =
    [
        "acknowledged writes", "answers: Expired", "answers: KeyReused", "answers: KeysFull", "answers: Poison", "blocked without a slot",
        "crashes", "dead letters", "disk failures", "duplicates", "elections", "ends while applying", "ends while taking", "ends: Rebuild",
        "ends: StepDown", "epochs forgotten", "forced leaders", "imports", "imports refused", "kills of all", "late messages", "lead replies lost", "led without a slot",
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
    [InlineData(Plan.Brisk, Seeds, "elections", "snapshots made", "snapshots loaded")]
    [InlineData(Plan.Beside, 150, "dead letters", "ends while taking", "retries", "duplicates")]
    [InlineData(Plan.Fronts, Seeds, "gaps", "log purges", "logs emptied", "log-repaired")]
    public void NoPromiseIsBrokenInAnyWorldOf(string theme, int seeds, params string[] expected)
    {
        var runs = Runs.Of(0, seeds, new Themed(theme), most: 5);

        output.WriteLine(runs.ToString());
        Assert.Empty(runs.Violations);
        Assert.All(expected, name => Assert.True(runs.Tally[name] > 0, $"'{name}' never occurred"));
    }

    /// <summary>Worlds that broke a promise once.</summary>
    [Theory]
    [InlineData(null, 5510, "the log is purged up to its end, and every snapshot stands elsewhere: the only worker ends for ever")]
    [InlineData(null, 6676, "the newer snapshot is of an earlier log, and the older one, which leads to where the log begins, is not tried")]
    [InlineData(null, 62229, "the only worker is stuck before a record that the newest snapshot holds, and does not take it")]
    [InlineData(Plan.Fronts, 5, "the log is purged down to nothing, and no snapshot reaches its end: every worker ends and none goes on")]
    [InlineData(Plan.Fronts, 836, "a snapshot of an earlier log stands at a number of the new one: the copy follows nothing and says it is ready")]
    public void AWorldThatBrokeAPromiseKeepsIt(string? theme, int seed, string what)
    {
        var runs = Runs.Of(seed, 1, theme is null ? new Mutant() : new Themed(theme), most: 1);

        Assert.True(runs.Violations.Count == 0, $"{what}: {runs}");
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
