using Capstan.History;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>Three brokers and three ZooKeeper servers are restarted one after another, as for an update.</summary>
[Collection(nameof(Alone))]
public sealed class RollingRestartTests
{
    [FullRoundsFact]
    public Task Restart_EachNodeInTurnUnderLoad_LosesNothing() => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = Engine.Servers, Servers = new ServersPlan { IsCluster = true } }, async database =>
        {
            await using var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Pace = TimeSpan.FromMilliseconds(20) });
            await load.MoreAsync(200, TimeSpan.FromSeconds(30));
            foreach (var broker in database.Servers.Brokers)
            {
                await broker.RestartAsync();
                await database.HealedAsync(TimeSpan.FromSeconds(90));
                await load.MoreAsync(100, TimeSpan.FromSeconds(60));
            }

            foreach (var server in database.Servers.Ensemble)
            {
                await server.RestartAsync(TestContext.Current.CancellationToken);
                await database.HealedAsync(TimeSpan.FromSeconds(90));
                await load.MoreAsync(100, TimeSpan.FromSeconds(60));
            }

            var calls = await load.StopAsync();
            var report = await database.JudgeAsync(calls);
            var figures = new Figures(database.Title("rolling restart of three brokers and three ZooKeeper servers"));
            figures.Add("longest time without an acknowledged write (s)", LongestGap(calls.Where(call => call.IsAcknowledged)).TotalSeconds);
            figures.Add("longest time without a read (s)", LongestGap(calls.Where(call => call is { Kind: CallKind.Read, Outcome: Outcome.Ok })).TotalSeconds);
            figures.Add("calls", calls.Count);
            figures.Add("calls refused", calls.Count(call => call.Outcome == Outcome.Refused));
            figures.Add("outcomes unknown", calls.Count(call => call.Outcome == Outcome.Unknown));
            figures.Add(report.Counters);
            figures.Keep();
        });

    private static TimeSpan LongestGap(IEnumerable<RecordedCall> calls)
    {
        var ends = calls.Select(call => call.End).Order().ToList();
        return TimeSpan.FromTicks(ends.Zip(ends.Skip(1), (one, next) => next - one).Max());
    }
}
