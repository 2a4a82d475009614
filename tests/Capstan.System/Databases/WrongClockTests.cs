using System.Globalization;
using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>
/// Workers whose clocks are wrong by an hour, to either side in turns: no lead changes hands for it, no write is refused or done twice,
/// and the data's own time is right.
/// </summary>
[Collection(nameof(Alone))]
public sealed class WrongClockTests
{
    /// <summary>Far more than any time that is written down; more than the longest pause of a busy machine.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2);

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Clocks_OffByAnHourAndJumping_DecideNothing(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Schema = Registers.Schema + "CREATE TABLE moments (at INTEGER NOT NULL);" },
        async database =>
        {
            await ArmAsync(database, "clock:3600", "clock:-3600");
            var kills = Rounds.Of(3, 12);
            await using var load = RegisterLoad.Start(database.Draft.Port);
            var first = await WriteOnceAsync(database);
            await StayAsync(database, load);
            for (var kill = 0; kill < kills; kill++)
            {
                await database.HealedAsync();
                await load.MoreAsync(100, TimeSpan.FromSeconds(20));
                await MomentAsync(database);
                var leader = await database.LeaderAsync();
                Signals.Send(leader.Pid!.Value, Signals.Kill);
                await database.NextLeaderAsync(leader, database.Draft.Session + TimeSpan.FromSeconds(3));
                Assert.Equal(first.Lsn, await RepeatAsync(database));
            }

            await StayAsync(database, load);
            IReadOnlyList<RecordedCall> calls = [first, .. await load.StopAsync()];
            Assert.DoesNotContain(calls, call => call.Status is >= 400 and < 500 && call.Outcome != Outcome.Mismatch);
            var report = await database.JudgeAsync(calls);
            Assert.Equal(0, await database.Sql.ValueAsync($"SELECT count(*) FROM moments WHERE abs(at - {DateTimeOffset.UtcNow.ToUnixTimeSeconds()}) > 600"));
            await ProveWrongAsync(database, 0);
            await ProveWrongAsync(database, 1);

            var figures = new Figures(database.Title("wrong clocks"));
            figures.Add("leaders killed", kills);
            figures.Add(report.Counters);
            figures.Keep();
        });

    /// <summary>Starts every worker anew: the first ones with wrong clocks, the last with the right one.</summary>
    private static async Task ArmAsync(DatabaseUnderTest database, params string[] forms)
    {
        var before = await database.HealedAsync();
        for (var slot = 0; slot < forms.Length; slot++)
            await File.WriteAllTextAsync(Path.Combine(database.FolderOf(slot), "failpoint"), forms[slot]);
        foreach (var worker in before.Workers)
            Signals.Send(worker.Pid!.Value, Signals.Kill);
        await database.WhenAsync("every worker anew", DatabaseUnderTest.HealLimit, view => view.IsWhole && view.Workers.All(worker => before.At(worker.Slot).Pid != worker.Pid));
    }

    /// <summary>A client writes for the first time.</summary>
    private static async Task<RecordedCall> WriteOnceAsync(DatabaseUnderTest database)
    {
        var start = TimeProvider.System.GetElapsedTime(0).Ticks;
        var position = await RepeatAsync(database);
        return new RecordedCall
        {
            Client = 0,
            Kind = CallKind.Write,
            Key = "k0",
            Value = 7,
            Request = "one",
            Start = start,
            End = TimeProvider.System.GetElapsedTime(0).Ticks,
            Outcome = Outcome.Ok,
            Lsn = position,
        };
    }

    /// <summary>It repeats its write: the answer is the first one for ever.</summary>
    /// <returns>Its position.</returns>
    private static async Task<long> RepeatAsync(DatabaseUnderTest database)
    {
        var answer = await database.Sql.ExecuteAsync("one", Registers.Write("one", "k0", 7));
        Assert.True(answer.IsOk, answer.ToString());
        return answer.Position;
    }

    /// <summary>Nobody but a kill changes the lead, however the clocks jump meanwhile.</summary>
    private static async Task StayAsync(DatabaseUnderTest database, RegisterLoad load)
    {
        var before = await database.HealedAsync();
        var begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(5))
            await load.MoreAsync(50, TimeSpan.FromSeconds(10));
        var after = await database.HealedAsync();
        Assert.Equal((before.Leader!.Pid, before.Epoch), (after.Leader!.Pid, after.Epoch));
    }

    /// <summary>Writes down what the data take for now.</summary>
    private static async Task MomentAsync(DatabaseUnderTest database)
    {
        var answer = await database.Sql.ExecuteAsync(null, new Sql("INSERT INTO moments VALUES (CAST(strftime('%s', 'now') AS INTEGER))"));
        Assert.True(answer.IsOk, answer.ToString());
        var told = await database.Sql.ValueAsync("SELECT max(at) FROM moments") ?? 0;
        Assert.InRange(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(told), -Near, Near);
    }

    /// <summary>A worker's clock was wrong indeed: the folder into which it sets its copy aside is named by it.</summary>
    private static async Task ProveWrongAsync(DatabaseUnderTest database, int slot)
    {
        var before = (await database.HealedAsync()).At(slot);
        await File.WriteAllTextAsync(Path.Combine(database.FolderOf(slot), "rebuild"), "the test wants to see its clock");
        Signals.Send(before.Pid!.Value, Signals.Kill);
        await database.WhenAsync("the worker anew", DatabaseUnderTest.HealLimit, view => view.IsWhole && view.At(slot).Pid != before.Pid);
        var folder = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(database.FolderOf(slot), "quarantine"))));
        var named = DateTimeOffset.ParseExact(folder.Split('-')[0], "yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange((named - DateTimeOffset.UtcNow).Duration(), TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(70));
    }
}
