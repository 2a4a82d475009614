using System.Collections.Concurrent;
using System.Diagnostics;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

public sealed class StoppingTests : DockerTest
{
    [Theory(Timeout = Deadline)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Stop_PausedContainer_EndsItAndFreesItsPort(int grace)
    {
        var replica = await StartedAsync(Launch());
        (await AskAsync(replica, "/health")).Dispose();
        await DockerCommand.RunAsync("pause", replica.ContainerId!);
        var began = Stopwatch.GetTimestamp();
        await Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(grace), Token);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(grace + 20));
        Assert.Empty(await Runtime.ListAsync(Token));
        Assert.True(LocalPorts.IsFree(replica.Port));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_PortOfAnotherContainer_IsTakenAndLeavesNothing()
    {
        var first = Launch();
        await StartedAsync(first);
        var outcome = await Runtime.StartAsync(Launch(slot: 1) with { Port = first.Port }, Token);
        Assert.Equal(StartFault.PortTaken, outcome.Fault);
        Assert.Equal(first.Id, Assert.Single(await Runtime.ListAsync(Token)).Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_LeftoverWithItsName_IsRemovedFirst()
    {
        var launch = Launch();
        var before = await StartedAsync(launch);
        await DockerCommand.RunAsync("kill", before.ContainerId!);
        var after = await StartedAsync(launch);
        Assert.NotEqual(before.ContainerId, after.ContainerId);
        Assert.Equal(after.ContainerId, Assert.Single(await Runtime.ListAsync(Token)).ContainerId);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_NameOfAStranger_IsRefusedAndTheStrangerStays()
    {
        var name = $"web-0-1-{Stack.Short}";
        await DockerCommand.RunAsync("create", "--name", name, TestServerProgram.Image);
        try
        {
            var outcome = await Runtime.StartAsync(Launch(), Token);
            Assert.Equal(StartFault.Refused, outcome.Fault);
            Assert.Contains(name, outcome.Detail, StringComparison.Ordinal);
        }
        finally
        {
            // Fails the test when the stranger is gone.
            await DockerCommand.RunAsync("rm", name);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task List_OfAnotherStack_DoesNotSeeOurs()
    {
        var launch = Launch();
        await StartedAsync(launch);
        await using var other = new DockerRuntime(DockerLab.Engine, DockerLab.NewStack(), TimeProvider.System);
        Assert.Empty(await other.ListAsync(Token));
        await other.StopAsync(launch.Id, TimeSpan.Zero, Token);
        Assert.Single(await Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Stop_SomebodyRunsACopyOfAReplica_TheCopyStaysAndIsNoReplica()
    {
        var (image, copy) = ($"capstan-copy-{Stack.Short}:1", $"copy-{Stack.Short}");
        var warnings = new ConcurrentQueue<string>();
        await using var runtime = new DockerRuntime(DockerLab.Engine, Stack, TimeProvider.System, warn: warnings.Enqueue);
        var replica = await StartedAsync(Launch());
        await using var events = runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal(RuntimeEventKind.Resync, (await NextAsync(events)).Kind);
        await DockerCommand.RunAsync("commit", replica.ContainerId!, image);
        try
        {
            await DockerCommand.RunAsync("run", "-d", "--name", copy, image);
            Assert.Equal(replica.ContainerId, Assert.Single(await runtime.ListAsync(Token)).ContainerId);
            Assert.Single(await runtime.ListAsync(Token));
            Assert.Contains(copy, Assert.Single(warnings), StringComparison.Ordinal);
            Assert.True(await runtime.KillAsync(replica.Id, Token));
            Assert.Equal(new RuntimeEvent(RuntimeEventKind.Exited, replica.Id, 137), await NextAsync(events));
            await runtime.StopAsync(replica.Id, TimeSpan.Zero, Token);
            Assert.Empty(await runtime.ListAsync(Token));
            Assert.Equal("true", await DockerCommand.RunAsync("inspect", "--format", "{{.State.Running}}", copy));
        }
        finally
        {
            await DockerCommand.RunAsync("rm", "-f", "-v", copy);
            await DockerCommand.RunAsync("image", "rm", image);
        }
    }
}
