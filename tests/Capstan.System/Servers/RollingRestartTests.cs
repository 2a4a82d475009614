using System.Diagnostics;
using Capstan.History;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>Three brokers and three ZooKeeper servers are restarted one after another, as for an update.</summary>
[Collection(nameof(Alone))]
public sealed class RollingRestartTests
{
    [FullRoundsTheory, OnServers]
    public Task Restart_EachNodeInTurnUnderLoad_LosesNothing(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Servers = new ServersPlan { IsCluster = true } }, async database =>
        {
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Pace = TimeSpan.FromMilliseconds(20) });
            await load.MoreAsync(200, TimeSpan.FromSeconds(30));
            var restarts = new List<Restart>();
            foreach (var (broker, number) in database.Servers.Brokers.Select((broker, index) => (broker, index + 1)))
                restarts.Add(await RestartAsync(database, load, $"broker {number}", broker.RestartAsync));
            foreach (var (server, number) in database.Servers.Ensemble.Select((server, index) => (server, index + 1)))
                restarts.Add(await RestartAsync(database, load, $"ZooKeeper server {number}", () => server.RestartAsync(TestContext.Current.CancellationToken)));

            var calls = await load.StopAsync();
            var report = await database.JudgeAsync(calls);
            var figures = new Figures(database.Title("rolling restart of three brokers and three ZooKeeper servers"));
            foreach (var restart in restarts)
            {
                figures.Add($"{restart.What}: away (s)", restart.Away.TotalSeconds);
                figures.Add($"{restart.What}: longest time without an acknowledged write (s)", LongestGap(Writes(calls), restart).TotalSeconds);
                figures.Add($"{restart.What}: longest time without a read (s)", LongestGap(Reads(calls), restart).TotalSeconds);
            }

            figures.Add("calls", calls.Count);
            figures.Add("calls refused", calls.Count(call => call.Outcome == Outcome.Refused));
            figures.Add("outcomes unknown", calls.Count(call => call.Outcome == Outcome.Unknown));
            figures.Add(report.Counters);
            figures.Keep();
        });

    private static async Task<Restart> RestartAsync(DatabaseUnderTest database, RegisterLoad load, string what, Func<Task> restart)
    {
        var from = load.Calls.Max(call => call.End);
        var clock = Stopwatch.StartNew();
        await restart();
        var away = clock.Elapsed;
        await database.HealedAsync(TimeSpan.FromSeconds(90));
        await load.MoreAsync(100, TimeSpan.FromSeconds(60));
        return new Restart(what, away, from, load.Calls.Max(call => call.End));
    }

    private static IEnumerable<RecordedCall> Writes(IEnumerable<RecordedCall> calls) => calls.Where(call => call.IsAcknowledged);

    private static IEnumerable<RecordedCall> Reads(IEnumerable<RecordedCall> calls) => calls.Where(call => call is { Kind: CallKind.Read, Outcome: Outcome.Ok });

    // Of those that ended between a restart's beginning and its end.
    private static TimeSpan LongestGap(IEnumerable<RecordedCall> calls, Restart restart)
    {
        var ends = calls.Select(call => call.End).Where(end => end >= restart.From && end <= restart.Until).Append(restart.From).Order().ToList();
        return TimeSpan.FromTicks(ends.Zip(ends.Skip(1), (one, next) => next - one).Max());
    }

    /// <summary>A server that was restarted, how long it was away, and between which ticks of the calls' clock that showed.</summary>
    private sealed record Restart(string What, TimeSpan Away, long From, long Until);
}
