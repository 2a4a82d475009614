using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>What a loss of power or a bad disk can do to the log's files.</summary>
public sealed class LogTailTests
{
    // The smallest tears the last message, the largest takes several.
    private static readonly int[] Cuts = [4_099, 33, 1, 511, 7];

    // Long enough for a follower that stands still not to be replaced, which would then hold as much as the leader.
    private const string Patient = "hang: 10m";

    private const int Ahead = 20;

    [Fact, Trait("engine", "embedded")]
    public Task Cut_TailOfTheLog_TheMostAdvancedWorkerGivesItBack() => DatabaseUnderTest.RunAsync(new DatabaseDraft { Followers = 1, Settings = Patient }, async database =>
    {
        List<RecordedCall> calls = [];
        foreach (var (round, cut) in Cuts.Take(Rounds.Of(2, Cuts.Length)).Index())
        {
            var ahead = (await database.LeaderAsync()).Slot;
            var last = await database.Stack.LastEventAsync();
            calls.AddRange(await LoadAheadAndKillAsync(database, writer: 1_000_000 + (cut * Ahead)));
            LogFiles.Cut(LogFiles.Last(database), cut);
            // Once the worker that has all is not there when the other is, which would give the positions of the lost writes to others.
            if (round == 1)
                await database.StartWithoutAsync(ahead, last, calls.Add);
            else
                await database.Stack.StartAsync();
            await database.HealedAsync();
            await database.Stack.EventAsync($"the repair after a cut of {cut} bytes told", TimeSpan.FromSeconds(5), happened => happened.Kind == "database.log-repaired", last);
        }

        var report = await database.JudgeAsync(calls);
        var figures = new Figures("Database, log's tail cut off");
        figures.Add("cuts", Rounds.Of(2, Cuts.Length));
        figures.Add(report.Counters);
        figures.Keep();
    });

    [Fact, Trait("engine", "embedded")]
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

    [Fact, Trait("engine", "embedded")]
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

    /// <summary>Ends everything when some more writes are acknowledged, one after another, which are in the log's last messages and in the leader's copy alone.</summary>
    private static async Task<IReadOnlyList<RecordedCall>> LoadAheadAndKillAsync(DatabaseUnderTest database, int writer)
    {
        List<RecordedCall> calls = [];
        await using (var load = RegisterLoad.Start(database.Draft.Port))
        {
            await load.MoreAsync(150, TimeSpan.FromSeconds(20));
            calls.AddRange(await load.StopAsync());
        }

        // They must not lead for being heard first.
        foreach (var follower in (await database.HealedAsync()).Following)
            Signals.Send(follower.Pid!.Value, Signals.Stop);
        for (var ahead = 0; ahead < Ahead; ahead++)
        {
            await new RegisterClient(database.Sql, writer + ahead, calls.Add).WriteAsync(TestContext.Current.CancellationToken);
            Assert.True(calls[^1].Lsn > 0, calls[^1].ToString());
        }

        await database.KillAllAsync();
        return calls;
    }

    private static async Task<IReadOnlyList<RecordedCall>> LoadAndKillAsync(DatabaseUnderTest database)
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        await database.KillAllAsync();
        return await load.StopAsync();
    }
}
