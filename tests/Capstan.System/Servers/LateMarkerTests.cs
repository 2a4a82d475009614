using Capstan.Database.Log;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>Two race for the lead, and the marker of the one that took its epoch first reaches the log when the other one leads.</summary>
[Collection(nameof(Alone))]
public sealed class LateMarkerTests
{
    /// <summary>Long enough for broker and workers not to give each other up while nothing passes between them.</summary>
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(12);

    [Theory, OnServers]
    public Task Marker_OfALoserComesLate_NobodyLeadsByIt(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Session = Session, Servers = new ServersPlan { IsLinked = true } }, async database =>
        {
            List<TimeSpan> times = [];
            await using var load = RegisterLoad.Start(database.Draft.Port);
            for (var round = 0; round < Rounds.Of(1, 5); round++)
            {
                await load.MoreAsync(100, TimeSpan.FromSeconds(20));
                var before = await database.HealedAsync();
                // The first in turn: it takes the next epoch at once, and its marker stays on the way.
                var loser = before.Following[0];
                database.Servers.BrokerLink.Set(loser.Pid!.Value, Passage.Held);
                Signals.Send(before.Leader!.Pid!.Value, Signals.Kill);
                var (next, took) = await database.NextLeaderAsync(before.Leader, TimeSpan.FromSeconds(10));
                Assert.NotEqual(loser.Pid, next.Pid);
                var led = (await database.WhenAsync("the next epoch", TimeSpan.FromSeconds(5), view => view.Epoch > before.Epoch + 1)).Status.Epoch;
                Assert.Null(StreamFiles.PlaceOf(database.Servers, Marker(before.Epoch + 1)));

                database.Servers.BrokerLink.Set(loser.Pid.Value, Passage.Open);
                await Until.TrueAsync(
                    "the late marker behind the leader's", TimeSpan.FromSeconds(10),
                    () => StreamFiles.PlaceOf(database.Servers, Marker(before.Epoch + 1)) > StreamFiles.PlaceOf(database.Servers, Marker(led)));
                await load.MoreAsync(50, TimeSpan.FromSeconds(10));
                // The loser, still the first in turn, does not overtake it.
                var after = await database.HealedAsync();
                Assert.Equal((next.Pid, led), (after.Leader?.Pid, after.Epoch));
                Assert.DoesNotContain(
                    await database.Stack.Admin.EventsAsync(),
                    told => told.Kind == "database.leader-elected" && told.Reason.EndsWith($" {before.Epoch + 1}", StringComparison.Ordinal));
                times.Add(took);
            }

            var report = await database.JudgeAsync(await load.StopAsync());
            var figures = new Figures(database.Title("marker of a loser comes late"));
            figures.AddTimes("kill to the one that leads", times);
            figures.Add(report.Counters);
            figures.Keep();
        });

    /// <summary>How the message of a marker begins: format, number of records, epoch, kind.</summary>
    private static byte[] Marker(long epoch)
    {
        var message = RecordCodec.Encode([new LogRecord { Kind = RecordKind.Epoch, Epoch = new Epoch(epoch) }]);
        return message[..(1 + sizeof(int) + sizeof(long) + 1)];
    }
}
