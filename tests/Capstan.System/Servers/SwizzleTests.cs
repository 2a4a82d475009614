using System.Globalization;
using Capstan.History;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>
/// A random part of the ways between processes and servers is held, one after another, and let go in another order, again and again,
/// while leaders and the broker are killed in between: all calls fit into one order and nothing is lost.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SwizzleTests
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private const string Variable = "CAPSTAN_SWIZZLE";

    /// <summary>How long each case goes on: what the variable says, such as <c>10m</c>, or what the rounds have.</summary>
    private static readonly TimeSpan Length = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } asked
        ? LengthOf(asked)
        : Rounds.Of(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));

    [Theory, OnServers]
    public Task Links_HeldAndLetGo_LoseNothingAndStayLinear(Engine engine) => RunAsync(engine, "links held and let go", async (database, chance) => await SwizzleAsync(database, chance));

    [FullRoundsTheory, OnServers]
    public Task Links_LeadersAndTheBroker_InTurns_StayLinear(Engine engine) => RunAsync(engine, "links held, leaders and broker killed in turns", async (database, chance) =>
    {
        await SwizzleAsync(database, chance);
        var leader = (await database.HealedAsync(TimeSpan.FromSeconds(60))).Leader!;
        Signals.TrySend(leader.Pid!.Value, chance.Next(2) == 0 ? Signals.Kill : Signals.Stop);
        await database.NextLeaderAsync(leader, TimeSpan.FromSeconds(20));
        Signals.TrySend(leader.Pid!.Value, Signals.Continue);
        if (chance.Next(3) == 0)
        {
            await database.Servers.Broker.KillAsync();
            await database.Servers.Broker.StartAgainAsync();
        }
    });

    private static Task RunAsync(Engine engine, string what, Func<DatabaseUnderTest, Random, Task> round) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Servers = new ServersPlan { IsLinked = true } }, async database =>
        {
            // Told, so that a run can be repeated.
            var seed = Environment.TickCount;
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
            var chance = new Random(seed);
            var rounds = 0;
            // Of a database that is whole each process has a connection over each link.
            Assert.All(await WaysAsync(database), way => Assert.NotEqual(0, way.Link.CountOf(way.Pid)));
            var begin = TimeProvider.System.GetTimestamp();
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Pace = TimeSpan.FromMilliseconds(20) });
            while (TimeProvider.System.GetElapsedTime(begin) < Length)
            {
                await load.MoreAsync(50, TimeSpan.FromSeconds(60));
                await round(database, chance);
                rounds++;
            }

            await database.HealedAsync(TimeSpan.FromSeconds(60));
            await load.MoreAsync(50, TimeSpan.FromSeconds(20));
            var calls = await load.StopAsync();
            var report = await database.JudgeAsync(calls);
            var figures = new Figures(database.Title(what));
            figures.Add("length (s)", Length.TotalSeconds);
            figures.Add("rounds", rounds);
            figures.Add("calls", calls.Count);
            figures.Add("calls refused", calls.Count(call => call.Outcome == Outcome.Refused));
            figures.Add(report.Counters);
            figures.Keep();
        });

    /// <summary>Holds a random part of the ways one by one, and lets them go in another order.</summary>
    private static async Task SwizzleAsync(DatabaseUnderTest database, Random chance)
    {
        var ways = await WaysAsync(database);
        chance.Shuffle(ways);
        var held = ways.Take(chance.Next(1, ways.Length + 1)).ToArray();
        foreach (var (link, pid) in held)
        {
            link.Set(pid, Passage.Held);
            await Until.PassedAsync(LongestPause * chance.NextDouble() / held.Length);
        }

        chance.Shuffle(held);
        foreach (var (link, pid) in held)
        {
            await Until.PassedAsync(LongestPause * chance.NextDouble() / held.Length);
            link.Set(pid, Passage.Open);
        }
    }

    private static async Task<(Link Link, int Pid)[]> WaysAsync(DatabaseUnderTest database)
    {
        var pids = (await database.WorkersAsync()).Append((await database.Stack.StatusAsync()).Pid);
        return [.. pids.SelectMany(pid => new[] { (database.Servers.BrokerLink, pid), (database.Servers.EnsembleLink, pid) })];
    }

    private static TimeSpan LengthOf(string asked) => (int.TryParse(asked[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number), asked[^1]) switch
    {
        (true, 's') => TimeSpan.FromSeconds(number),
        (true, 'm') => TimeSpan.FromMinutes(number),
        (true, 'h') => TimeSpan.FromHours(number),
        _ => throw new InvalidOperationException($"{Variable} is '{asked}'. Write a whole number and its unit, such as 90s, 10m or 1h."),
    };
}
