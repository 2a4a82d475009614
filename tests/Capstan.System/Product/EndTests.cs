using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Product;

/// <summary>However a stack ends, nothing that should be gone is left.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class EndTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Interrupt_RunningStack_EndsEverything(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await EndAsync(runtime, async stack =>
        {
            Signals.Send(stack.Controller.Pid, Signals.Interrupt);
            Assert.Equal(ExitCodes.Ok, await stack.Controller.EndAsync(TimeSpan.FromSeconds(30)));
        });
    }

    [Fact]
    public Task Terminate_ProcessStack_EndsEverything() => EndAsync(Runtime.Process, async stack =>
    {
        Signals.Send(stack.Controller.Pid, Signals.Terminate);
        Assert.Equal(ExitCodes.Ok, await stack.Controller.EndAsync(TimeSpan.FromSeconds(30)));
    });

    [Fact]
    public async Task Terminate_DockerStack_LeavesContainersRunningUntilDown()
    {
        await DockerEngine.NeedAsync();
        await EndAsync(Runtime.Docker, async stack =>
        {
            var before = await DockerEngine.ContainersAsync(stack.Draft.Name);
            Signals.Send(stack.Controller.Pid, Signals.Terminate);
            Assert.Equal(ExitCodes.Ok, await stack.Controller.EndAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(before, await DockerEngine.ContainersAsync(stack.Draft.Name));

            Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("down", "--file", stack.File)).Code);
        });
    }

    [Fact]
    public Task Kill_ReplicasWithChildrenAndDaemons_LeavesNoOrphan() => EndAsync(Runtime.Process, async stack =>
    {
        foreach (var replica in (await stack.StatusAsync())["web"].Replicas)
        {
            await stack.AskAsync(replica, "/spawn");
            await stack.AskAsync(replica, "/daemon");
        }

        await stack.KillControllerAsync();
    });

    [Fact]
    public Task ScaleDown_ReplicaWithChildAndDaemon_TakesThemAlong() => StackUnderTest.RunAsync(
        new StackDraft(Runtime.Process, new ServiceDraft { Replicas = 2 }), async stack =>
        {
            var before = stack.Processes().Count;
            var last = (await stack.StatusAsync())["web"].At(1)!;
            await stack.AskAsync(last, "/spawn");
            await stack.AskAsync(last, "/daemon");
            Assert.Equal(before + 2, stack.Processes().Count);

            Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("scale", "web=1")).Code);
            await stack.WhenAsync("one replica", TimeSpan.FromSeconds(20), status => status["web"].Replicas.Count == 1);
            await Until.TrueAsync("the replica and all it started gone", TimeSpan.FromSeconds(5), () => stack.Processes().Count == before - 1);
        });

    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Down_OneOfTwoStacks_TheOtherRunsOn(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await StackUnderTest.RunAsync(new StackDraft(runtime, new ServiceDraft()), async one =>
        {
            var before = (await one.StatusAsync())["web"].Identities;
            await StackUnderTest.RunAsync(new StackDraft(runtime, new ServiceDraft()), async two =>
            {
                Assert.Contains("web", await one.TextAsync("/who"));
                Assert.Contains("web", await two.TextAsync("/who"));
            });
            Assert.Equal(before, (await one.StatusAsync())["web"].Identities);
            Assert.Contains("web", await one.TextAsync("/who"));
        });
    }

    private static Task EndAsync(Runtime runtime, Func<StackUnderTest, Task> end) => StackUnderTest.PrepareAsync(
        new StackDraft(runtime, new ServiceDraft { Replicas = 2 }), async stack =>
        {
            await stack.StartAsync();
            await stack.SettledAsync(TimeSpan.FromSeconds(30));
            await end(stack);
        });
}
