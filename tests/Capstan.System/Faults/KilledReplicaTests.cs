using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>One of three replicas is killed again and again while clients read and write.</summary>
[Collection(nameof(Alone))]
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class KilledReplicaTests
{
    /// <summary>A replica that dies sooner after it became ready is taken for one that cannot run, and its slot waits.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10.5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Kill_UnderLoad_NoGetFailsNoPostRunsTwiceAndTheSlotServesAgain(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var draft = new StackDraft(runtime, new ServiceDraft { Replicas = 3, KeepsJournal = true });
        await StackUnderTest.RunAsync(draft, async stack =>
        {
            var rounds = Rounds.Of(3, 20);
            List<TimeSpan> times = [];
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, WorkMs = 5 });
            for (var round = 0; round < rounds; round++)
                times.Add(await KillAsync(stack, round % 3));
            await load.MoreAsync(200);
            var report = await load.StopAsync();

            report.AssertNone(report.FailedGets, "GET failed");
            Executions.AssertPostsOnce(stack.Journal, report);
            Assert.All(report.FailedPosts, call => Assert.Equal(502, call.Status));
            Assert.InRange(report.FailedPosts.Count(), 0, rounds * 8);
            Assert.All(times, time => Assert.InRange(time, TimeSpan.Zero, Limit));
            Tell(runtime, times, report);
        });
    }

    private static void Tell(Runtime runtime, List<TimeSpan> times, LoadReport report)
    {
        var figures = new Figures("Killed replica", runtime);
        figures.AddTimes("kill to serving again on the same port", times);
        figures.Add("calls", report.Calls.Count);
        figures.Add("failed GETs", report.FailedGets.Count());
        figures.Add("POSTs answered 502", report.FailedPosts.Count());
        figures.Keep();
    }

    private static async Task<TimeSpan> KillAsync(StackUnderTest stack, int slot)
    {
        var (before, _) = await stack.WhenAsync($"slot {slot} ready for {Settled.TotalSeconds} s", TimeSpan.FromSeconds(30), status =>
            status.IsSettled && TimeProvider.System.GetUtcNow() - status["web"].At(slot)!.Since > Settled);
        var victim = before["web"].At(slot)!;
        var begin = TimeProvider.System.GetTimestamp();
        await Injury.KillAsync(stack.Draft.Runtime, victim);
        await stack.WhenAsync($"slot {slot} serving again", TimeSpan.FromSeconds(20), status =>
            status["web"].At(slot) is { State: "ready" } next && next.Generation > victim.Generation && next.Port == victim.Port);
        return TimeProvider.System.GetElapsedTime(begin);
    }
}
