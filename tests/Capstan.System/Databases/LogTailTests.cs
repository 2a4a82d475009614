using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>What a loss of power or a bad disk can do to the log's files.</summary>
public sealed class LogTailTests
{
    private static readonly int[] Cuts = [1, 7, 33, 511, 4_099];

    [Fact]
    public Task Cut_TailOfTheLog_TheMostAdvancedWorkerGivesItBack() => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 1 }, async database =>
    {
        List<RecordedCall> calls = [];
        foreach (var cut in Cuts.Take(Rounds.Of(3, Cuts.Length)))
        {
            calls.AddRange(await LoadAndKillAsync(database));
            LogFiles.Cut(LogFiles.Last(database), cut);
            await database.Stack.StartAsync();
            await database.HealedAsync();
        }

        var report = await database.JudgeAsync(calls);
        var figures = new Figures("Database, log's tail cut off");
        figures.Add("cuts", Rounds.Of(3, Cuts.Length));
        figures.Add(report.Counters);
        figures.Keep();
    });

    [Fact]
    public Task TornWrite_BehindTheLog_IsCutOffAndTold() => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 1 }, async database =>
    {
        var calls = await LoadAndKillAsync(database);
        var segment = LogFiles.Last(database);
        await File.AppendAllBytesAsync(segment, [1, 2, 3, 4, 5, 0, 0, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
        await database.Stack.StartAsync();
        await database.HealedAsync();
        var told = await database.Stack.EventAsync("the cut told", TimeSpan.FromSeconds(5), happened => happened.Kind == "database.log-cut");
        Assert.Contains(Path.GetFileName(segment), told.Reason);
        await database.JudgeAsync(calls);
    });

    [Fact]
    public Task FlippedBit_InTheMiddleOfTheLog_IsRefusedWithItsPlaceUntilMended() => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 1 }, async database =>
    {
        var calls = await LoadAndKillAsync(database);
        var segment = LogFiles.Last(database);
        var middle = new FileInfo(segment).Length / 2;
        LogFiles.Flip(segment, middle);
        await database.Stack.StartAsync();
        Assert.NotEqual(ExitCodes.Ok, await database.Stack.Controller.EndAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("The log is damaged", database.Stack.Controller.Error);
        Assert.Contains(segment, database.Stack.Controller.Error);

        LogFiles.Flip(segment, middle);
        await database.Stack.StartAsync();
        await database.HealedAsync();
        await database.JudgeAsync(calls);
    });

    private static async Task<IReadOnlyList<RecordedCall>> LoadAndKillAsync(DatabaseUnderTest database)
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        await database.KillAllAsync();
        return await load.StopAsync();
    }
}
