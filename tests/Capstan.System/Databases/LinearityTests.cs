using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Reads, writes and swaps while leaders are killed and frozen in turn fit into one order; sessions keep their guarantees.</summary>
[Collection(nameof(Alone))]
public sealed class LinearityTests
{
    /// <summary>Reads of sessions that full rounds have at least, however slow the machine is.</summary>
    private static readonly int Enough = Rounds.Of(0, 10_000);

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Calls_UnderKillsAndFreezes_AreLinearizable(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Session = TimeSpan.FromSeconds(1) }, async database =>
        {
            var length = Rounds.Of(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(60));
            var begin = TimeProvider.System.GetTimestamp();
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Pace = TimeSpan.FromMilliseconds(5) });
            var (kills, freezes) = (0, 0);
            while (TimeProvider.System.GetElapsedTime(begin) is var gone && (gone < length || (gone < length * 4 && OfSessions(load.Calls) <= Enough)))
            {
                await load.MoreAsync(Random.Shared.Next(50, 200), TimeSpan.FromSeconds(20));
                var leader = await database.LeaderAsync();
                if (kills <= freezes)
                {
                    kills += Signals.TrySend(leader.Pid!.Value, Signals.Kill) ? 1 : 0;
                    // A status from before the kill would look healed, and the next freeze would leave nobody who was there all the time.
                    await database.NextLeaderAsync(leader, TimeSpan.FromSeconds(8));
                }
                else if (Signals.TrySend(leader.Pid!.Value, Signals.Stop))
                {
                    freezes++;
                    await database.NextLeaderAsync(leader, TimeSpan.FromSeconds(8));
                    Signals.TrySend(leader.Pid!.Value, Signals.Continue);
                }

                await database.HealedAsync();
            }

            var calls = await load.StopAsync();
            var report = await database.JudgeAsync(calls);
            Assert.True(OfSessions(calls) > Enough, $"only {OfSessions(calls)} reads of sessions");
            var figures = new Figures(database.Title("linearizability"));
            figures.Add("calls", calls.Count);
            figures.Add("calls of sessions", OfSessions(calls));
            figures.Add("leaders killed", kills);
            figures.Add("leaders frozen", freezes);
            figures.Add(report.Counters);
            figures.Keep();
        });

    private static int OfSessions(IReadOnlyList<RecordedCall> calls) => calls.Count(call => call.Level == ReadLevel.Session);
}
