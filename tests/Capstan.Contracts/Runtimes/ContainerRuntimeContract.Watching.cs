using Capstan.Containers;

namespace Capstan.Contracts.Runtimes;

public abstract partial class ContainerRuntimeContract
{
    [Fact(Timeout = Deadline)]
    public async Task Watch_FirstEvent_IsResync()
    {
        await using var events = Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(RuntimeEventKind.Resync, events.Current.Kind);
    }

    [Fact(Timeout = Deadline)]
    public async Task Watch_ReplicaThatStartsAndExits_TellsBoth()
    {
        await using var events = await WatchingAsync();
        var replica = await StartedAsync(Launch("web", 0));
        await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Started && happened.Replica == replica.Id);
        await Fixture.AnsweringAsync(replica, Token);
        await Fixture.ExitAsync(replica, 3, Token);
        var exited = await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Exited);
        Assert.Equal((replica.Id, 3), (exited.Replica!.Value, exited.ExitCode!.Value));
    }

    [Fact(Timeout = Deadline)]
    public async Task List_ReplicaThatExited_TellsItsCodeUntilItIsStopped()
    {
        await using var events = await WatchingAsync();
        var replica = await StartedAsync(Launch("web", 0));
        await Fixture.AnsweringAsync(replica, Token);
        await Fixture.ExitAsync(replica, 7, Token);
        await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Exited);
        var ended = Assert.Single(await Runtime.ListAsync(Token));
        Assert.Equal((replica.Id, false, 0, 7), (ended.Id, ended.IsRunning, ended.Pid, ended.ExitCode!.Value));
        await Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(5), Token);
        Assert.Empty(await Runtime.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Reopen_RunningReplica_IsAdoptedOrGone()
    {
        var launch = Launch("web", 0);
        var replica = await StartedAsync(launch);
        await Fixture.AnsweringAsync(replica, Token);
        await Fixture.ReopenAsync();
        var listed = await Runtime.ListAsync(Token);
        if (Fixture.ReplicasOutliveController)
        {
            Assert.Equal(replica, Assert.Single(listed));
            Assert.Equal(replica, await StartedAsync(launch));
        }
        else
        {
            Assert.DoesNotContain(listed, each => each.IsRunning);
            Assert.True(Fixture.IsPortFree(replica.Port));
        }
    }

    private async Task<IAsyncEnumerator<RuntimeEvent>> WatchingAsync()
    {
        var events = Runtime.WatchAsync(Token).GetAsyncEnumerator(Token);
        await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Resync);
        return events;
    }

    private static async Task<RuntimeEvent> NextAsync(IAsyncEnumerator<RuntimeEvent> events, Predicate<RuntimeEvent> wanted)
    {
        while (await events.MoveNextAsync())
        {
            if (wanted(events.Current))
                return events.Current;
        }
        throw new InvalidOperationException("the events ended");
    }
}
