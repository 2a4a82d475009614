using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>A replica accepts connections and never answers: a stopped process, a paused container.</summary>
[Collection(nameof(Alone))]
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class FrozenReplicaTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Freeze_UnderLoad_IsLeftOutAfterThreeChecksAndReplaced(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var draft = new StackDraft(runtime, new ServiceDraft { Replicas = 3, KeepsJournal = true, Settings = "limits: { timeout: 2s }" });
        await StackUnderTest.RunAsync(draft, async stack =>
        {
            List<TimeSpan> left = [];
            List<TimeSpan> replaced = [];
            List<Call> after = [];
            for (var round = 0; round < Rounds.Of(1, 5); round++)
            {
                var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, WorkMs = 5 });
                await load.MoreAsync(100);
                var victim = (await stack.SettledAsync(TimeSpan.FromSeconds(20)))["web"].At(round % 3)!;
                var begin = load.Now;
                await Injury.FreezeAsync(runtime, victim);
                await stack.WhenAsync("frozen replica left out", TimeSpan.FromSeconds(20), status =>
                    status["web"].At(victim.Slot) is not { } now || now.Generation > victim.Generation || now.State != "ready" || now.Ejected);
                var ejected = load.Now;
                await stack.WhenAsync("frozen replica replaced", TimeSpan.FromSeconds(20), status =>
                    status["web"].At(victim.Slot) is { State: "ready" } next && next.Generation > victim.Generation && next.Port == victim.Port);
                left.Add(ejected - begin);
                replaced.Add(load.Now - begin);
                await load.MoreAsync(200);
                var report = await load.StopAsync();

                Assert.All(report.Failed.GroupBy(call => call.Client), client => Assert.InRange(client.Count(), 1, 2));
                Executions.AssertPostsOnce(stack.Journal, report);
                after.AddRange(report.Calls.Where(call => call.Start > ejected));
            }

            // Three checks a second apart, the last of which waits for half a second.
            Assert.All(left, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(4)));
            Assert.InRange(LoadReport.Percentile(after, 0.99), TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
            var figures = new Figures("Frozen replica", runtime);
            figures.AddTimes("frozen to left out", left);
            figures.AddTimes("frozen to replaced on the same port", replaced);
            figures.Add("p99 once left out (ms)", LoadReport.Percentile(after, 0.99).TotalMilliseconds);
            figures.Keep();
        });
    }
}
