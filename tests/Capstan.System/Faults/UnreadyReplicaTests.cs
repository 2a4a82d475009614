using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Replicas that are slow to listen, and replicas that listen and are never well.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class UnreadyReplicaTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Start_ReplicaListensLate_NoRequestReachesItBefore(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var draft = new StackDraft(runtime, new ServiceDraft { Environment = { ["TEST_DELAY"] = Rounds.Of("2000", "5000") } });
        await StackUnderTest.PrepareAsync(draft, async stack =>
        {
            await stack.StartAsync();
            await stack.WhenAsync("a replica on its way", TimeSpan.FromSeconds(30), status => status["web"].Replicas.Count == 1);
            // The first requests come before anything listens, the second slot starts while others are served.
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4 });
            await stack.SettledAsync(TimeSpan.FromSeconds(20));
            await load.MoreAsync(20);
            Assert.Equal(0, (await stack.CliAsync("scale", "web=2", "--file", stack.File)).Code);
            await stack.WhenAsync("two replicas", TimeSpan.FromSeconds(20), status => status["web"].Ready.Count() == 2);
            await load.MoreAsync(100);

            var report = await load.StopAsync();

            report.AssertAllOk(120);
            Assert.Equal([0, 1], report.Calls.Select(call => call.Slot!.Value).Distinct().Order());
            await stack.DownAsync();
        });
    }

    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Reload_NewVersionIsNeverWell_GetsNoRequestAndReplacesNothing(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var draft = new StackDraft(runtime, new ServiceDraft { Replicas = 2, Health = "interval: 500ms, timeout: 400ms, grace: 2s" });
        await StackUnderTest.RunAsync(draft, async stack =>
        {
            var before = (await stack.StatusAsync())["web"].Identities;
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4 });
            draft.Web.Environment["TEST_HEALTH"] = "500";
            stack.WriteFile();
            Assert.Equal(0, (await stack.CliAsync("reload", "--file", stack.File)).Code);

            await stack.EventAsync("the update given up", TimeSpan.FromSeconds(30), happened => happened.Kind == "update.returned");
            await stack.SettledAsync(TimeSpan.FromSeconds(20));
            var report = await load.StopAsync();

            report.AssertAllOk(100);
            Assert.Equal([0, 1], report.Calls.Select(call => call.Slot!.Value).Distinct().Order());
            Assert.Equal(before, (await stack.StatusAsync())["web"].Identities);
        });
    }
}
