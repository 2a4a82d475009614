using System.Text.Json;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Drills;

/// <summary>Drills as an operator runs them, on real stacks: they tell the truth, and leave nothing behind however they end.</summary>
public sealed class DrillTests
{
    [Theory]
    [InlineData("kill-leader")]
    [InlineData("pause-leader")]
    [InlineData("kill-follower")]
    [InlineData("pause-follower")]
    [InlineData("kill-workers")]
    public Task Drill_OfADatabase_LosesAndDoublesNothing(string fault) => DatabaseUnderTest.RunAsync(new DatabaseDraft(), async database =>
    {
        var before = await database.HealedAsync();
        var result = await database.Stack.CliAsync("drill", fault, "--file", database.Stack.File, "--load", "--for", "2s", "--json", "--yes");
        Assert.True(result.Code == ExitCodes.Ok, result.ToString());
        var round = RoundOf(result);
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output);

        Assert.True(round.GetProperty("acknowledged").GetInt32() > 0, result.Output);
        foreach (var wrong in new[] { "lost", "doubled", "foreign", "staleReads" })
            Assert.Equal(0, round.GetProperty(wrong).GetInt32());
        Assert.True(round.GetProperty("answeredSeconds").GetDouble() > 0);
        Assert.True(round.GetProperty("detectedSeconds").ValueKind == JsonValueKind.Number, result.Output);
        Assert.Equal(3, round.GetProperty("positions").EnumerateObject().Count());
        Assert.Single(round.GetProperty("positions").EnumerateObject().Select(slot => slot.Value.GetInt64()).Distinct());
        await AssertMetAsync(database, fault, before, round);
        await AssertNothingLeftAsync(database);
    });

    [Theory]
    [InlineData("kill-replica")]
    [InlineData("pause-replica")]
    public Task Drill_OfAService_IsReplacedOnItsPort(string fault) => StackUnderTest.RunAsync(
        new StackDraft(Runtime.Process, new ServiceDraft { Replicas = 2 }), async stack =>
        {
            var before = (await stack.StatusAsync())["web"];
            var result = await stack.CliAsync("drill", fault, "--file", stack.File, "--load", "--for", "2s", "--path", "/who", "--json", "--yes");
            Assert.True(result.Code == ExitCodes.Ok, result.ToString());
            var round = RoundOf(result);
            TestContext.Current.TestOutputHelper?.WriteLine(result.Output);

            Assert.True(round.GetProperty("calls").GetInt32() > 0);
            Assert.True(round.GetProperty("wholeSeconds").GetDouble() > 0);
            var slot = round.GetProperty("targets")[0].GetProperty("slot").GetInt32();
            var after = (await stack.StatusAsync())["web"].At(slot)!;
            Assert.Equal((before.At(slot)!.Port, before.At(slot)!.Generation + 1), (after.Port, after.Generation));
            Assert.Equal(before.At(1 - slot)!.Identity, (await stack.StatusAsync())["web"].At(1 - slot)!.Identity);
        });

    [Fact]
    public Task Drill_InterruptedDuringAPause_LeavesNoTableAndNothingPaused() => DatabaseUnderTest.RunAsync(new DatabaseDraft(), async database =>
    {
        using var drill = Begin(database, "pause-leader", "600s");
        await PausedAsync(database);
        Signals.Send(drill.Pid, Signals.Interrupt);
        Assert.Equal(ExitCodes.Interrupted, await drill.EndAsync(TimeSpan.FromSeconds(40)));

        await AssertNothingLeftAsync(database);
        await database.HealedAsync();
    });

    [Fact]
    public Task Drill_KilledDuringAPause_LeavesNothingPausedOnceItIsOver() => DatabaseUnderTest.RunAsync(new DatabaseDraft(), async database =>
    {
        using var drill = Begin(database, "pause-follower", "3s");
        await PausedAsync(database);
        Signals.Send(drill.Pid, Signals.Kill);
        await drill.EndAsync(TimeSpan.FromSeconds(10));

        await Until.TrueAsync("nothing is paused", TimeSpan.FromSeconds(15), () => Paused(database).Count == 0, () => string.Join(", ", Paused(database)));
        await database.HealedAsync();
    });

    [Fact]
    public Task Drill_ControllerKilledDuringAPause_LeavesNoProcess() => DatabaseUnderTest.PrepareAsync(new DatabaseDraft(), async database =>
    {
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(60));
        using var drill = Begin(database, "pause-leader", "600s");
        await PausedAsync(database);
        await database.Stack.KillControllerAsync();
        Signals.TrySend(drill.Pid, Signals.Kill);
        await drill.EndAsync(TimeSpan.FromSeconds(10));
    });

    [Fact]
    public Task Drill_OfALeaderWithoutFollowers_IsRefused() => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 0 }, async database =>
    {
        var before = await database.HealedAsync();
        var result = await database.Stack.CliAsync("drill", "kill-leader", "--file", database.Stack.File, "--yes");

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("has no follower", result.Error);
        Assert.Equal(before.Leader!.Pid, (await database.LeaderAsync()).Pid);
        await AssertNothingLeftAsync(database);
    });

    private static JsonElement RoundOf(CliResult result) => Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("rounds").EnumerateArray());

    private static ChildRun Begin(DatabaseUnderTest database, string fault, string pause) =>
        database.Stack.Run("drill", fault, "--file", database.Stack.File, "--for", "60s", "--pause", pause, "--yes");

    private static Task PausedAsync(DatabaseUnderTest database) =>
        Until.TrueAsync("a worker is paused", TimeSpan.FromSeconds(40), () => Paused(database).Count > 0);

    private static IReadOnlyList<int> Paused(DatabaseUnderTest database) => [.. database.Stack.Processes().Where(IsPaused)];

    private static bool IsPaused(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // It ended while it was being looked at.
            return false;
        }
    }

    private static async Task AssertMetAsync(DatabaseUnderTest database, string fault, DatabaseView before, JsonElement round)
    {
        var pids = round.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("pid").GetInt32()).ToList();
        var leader = (await database.LeaderAsync()).Pid!.Value;
        switch (fault)
        {
            case "kill-leader" or "pause-leader":
                Assert.Equal([before.Leader!.Pid!.Value], pids);
                Assert.NotEqual(before.Leader.Pid, leader);
                break;
            case "kill-workers":
                Assert.Equal(before.ByPid.Select(worker => worker.Pid!.Value), pids.Order());
                Assert.DoesNotContain(leader, pids);
                break;
            default:
                Assert.Contains(Assert.Single(pids), before.Following.Select(worker => worker.Pid!.Value));
                Assert.Equal(before.Leader!.Pid, leader);
                break;
        }

        if (fault.StartsWith("kill", StringComparison.Ordinal))
            Assert.All(pids, pid => Assert.False(LeftBehind.IsAlive(pid)));
    }

    private static async Task AssertNothingLeftAsync(DatabaseUnderTest database)
    {
        Assert.Empty(Paused(database));
        Assert.Equal(0, await database.Sql.ValueAsync("SELECT count(*) FROM sqlite_master WHERE name LIKE 'drill%'"));
    }
}
