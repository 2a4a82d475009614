using Capstan.History;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>The broker's log lost its end, or its beginning: brokers do not tell, so workers must find out.</summary>
[Collection(nameof(Alone))]
public sealed class LogLossTests
{
    private const int Cut = 64 * 1024;

    [FullRoundsTheory, OnServers]
    public Task Cut_TailOfTheStream_TheMostAdvancedWorkerGivesItBack(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Settings = "hang: 10m" }, async database =>
    {
        List<RecordedCall> calls = [];
        List<long> lost = [];
        for (var round = 0; round < Rounds.Of(1, 3); round++)
        {
            long last;
            int ahead;
            await using (var load = RegisterLoad.Start(database.Draft.Port))
            {
                await load.MoreAsync(1_000, TimeSpan.FromSeconds(60));
                // The others lag: they must not lead for being heard first.
                var status = await database.HealedAsync();
                ahead = status.Leader!.Slot;
                foreach (var slow in status.Following)
                    Signals.Send(slow.Pid!.Value, Signals.Stop);
                await load.MoreAsync(200, TimeSpan.FromSeconds(20));
                last = await database.Stack.LastEventAsync();
                await database.KillAllAsync();
                calls.AddRange(await load.StopAsync());
            }

            await database.Servers.Broker.KillAsync();
            lost.Add(StreamFiles.Cut(database.Servers, Cut));
            await database.Servers.Broker.StartAgainAsync();
            // Once the worker that has all is not there when the others are.
            if (round == 1)
                await database.StartWithoutAsync(ahead, last, calls.Add);
            else
                await database.Stack.StartAsync();
            await database.HealedAsync(TimeSpan.FromSeconds(60));
            await database.Stack.EventAsync("the repair told", TimeSpan.FromSeconds(5), happened => happened.Kind == "database.log-repaired", last);
        }

        var report = await database.JudgeAsync(calls);
        var figures = new Figures(database.Title("tail of the stream cut off"));
        figures.Add("cuts", lost.Count);
        figures.Add("bytes cut off", lost.Sum());
        figures.Add(report.Counters);
        figures.Keep();
    });

    [FullRoundsTheory, OnServers]
    public Task Retention_PassedAStoppedWorker_ItFindsTheGapAndStartsFromASnapshot(Engine engine) => DatabaseUnderTest.PrepareAsync(
        new DatabaseDraft { Engine = engine, Settings = "snapshot: { records: 100 }\nhang: 10m" }, async database =>
        {
            // A policy tightens what the queue was declared with, so that the log is short here; still longer than from one snapshot to the next but one.
            await database.Servers.Broker.CtlAsync(
                "set_policy", "-p", database.Servers.VirtualHost, "short", "^syncQ$", "{\"max-length-bytes\":600000,\"stream-max-segment-size-bytes\":100000}", "--apply-to", "queues");
            await database.Stack.StartAsync();
            await database.HealedAsync(TimeSpan.FromSeconds(60));
            await using var load = RegisterLoad.Start(database.Draft.Port);
            await load.MoreAsync(100, TimeSpan.FromSeconds(20));
            var stopped = (await database.HealedAsync()).Following[^1];
            Signals.Send(stopped.Pid!.Value, Signals.Stop);
            await Until.TrueAsync("the log's beginning gone", TimeSpan.FromSeconds(180), () => !StreamFiles.HasBeginning(database.Servers));
            await load.MoreAsync(500, TimeSpan.FromSeconds(60));
            var last = await database.Stack.LastEventAsync();
            Signals.Send(stopped.Pid!.Value, Signals.Continue);
            await database.Stack.EventAsync("the gap found", TimeSpan.FromSeconds(60), happened => happened.Kind == "database.quarantined", last);
            await database.WhenAsync("the worker anew", TimeSpan.FromSeconds(60), view => view.IsWhole && view.At(stopped.Slot).Pid != stopped.Pid);
            var report = await database.JudgeAsync(await load.StopAsync());
            await database.Stack.DownAsync();
            var figures = new Figures(database.Title("retention passed a stopped worker"));
            figures.Add(report.Counters);
            figures.Keep();
        });
}
