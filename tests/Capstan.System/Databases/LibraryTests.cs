using Capstan.Client;
using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Programs that use the client library do not notice that leaders are killed, except that some calls take longer.</summary>
public sealed class LibraryTests
{
    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Schema = Registers.Schema + TallyClient.Schema };

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Kill_LeaderAgainAndAgain_EveryWriteIsDoneOnceAndNoCallFails(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        var rounds = Rounds.Of(5, 20);
        await using var load = LibraryLoad.Start(database.Draft.Port);
        for (var round = 0; round < rounds; round++)
        {
            await database.HealedAsync();
            await load.MoreAsync(Random.Shared.Next(50, 200), TimeSpan.FromSeconds(20));
            Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
            await load.MoreAsync(20, DatabaseClientOptions.DefaultDeadline);
        }

        var calls = await load.StopAsync();
        Assert.Empty(load.Faults);
        Assert.All(calls, call => Assert.InRange(call.Took, TimeSpan.Zero, DatabaseClientOptions.DefaultDeadline));
        Assert.All(calls.Where(call => call.Kind == CallKind.Read), call => Assert.True(call.Lsn >= call.Token, call.ToString()));

        var report = await database.JudgeAsync(calls);
        using var client = new DatabaseClient(new DatabaseClientOptions { Address = new Uri($"http://127.0.0.1:{database.Draft.Port}") });
        var tallies = await client.QueryAsync(new Statement("SELECT n FROM tallies ORDER BY client"));
        Assert.Equal(load.Tallies, tallies.Rows.Select(row => (long)row[0]!));

        var figures = new Figures(database.Title("killed leader under the client library"));
        figures.Add("leaders killed", rounds);
        figures.Add("exceptions of callers", load.Faults.Count);
        figures.Add("additions under keys of the library", load.Tallies.Sum());
        figures.Add("longest write (s)", Longest(calls, isRead: false));
        figures.Add("longest read (s)", Longest(calls, isRead: true));
        figures.Add(report.Counters);
        figures.Keep();
    });

    private static double Longest(IReadOnlyList<RecordedCall> calls, bool isRead) =>
        calls.Where(call => call.Kind == CallKind.Read == isRead).Max(call => call.Took).TotalSeconds;
}
