using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Contracts.Runtimes;

public abstract partial class ContainerRuntimeContract
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private IReplicaFaults Faults => Fixture.Faults;

    [Fact(Timeout = Deadline)]
    public async Task Kill_RunningReplica_IsToldAndListedAsAnEndByASignal()
    {
        await using var events = await WatchingAsync();
        var replica = await AnsweringAsync();
        Assert.True(await Faults.KillAsync(replica.Id, Token));
        var exited = await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Exited);
        Assert.Equal((replica.Id, 137), (exited.Replica!.Value, exited.ExitCode!.Value));
        var ended = Assert.Single(await Runtime.ListAsync(Token));
        Assert.Equal((replica.Id, false, 137), (ended.Id, ended.IsRunning, ended.ExitCode!.Value));
        Assert.False(await Faults.KillAsync(replica.Id, Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Injuries_OfAReplicaThatDoesNotRun_AreRefused()
    {
        var stopped = await AnsweringAsync();
        await Runtime.StopAsync(stopped.Id, TimeSpan.Zero, Token);
        foreach (var id in new[] { stopped.Id, new ReplicaId("nobody", 7, 3) })
        {
            Assert.False(await Faults.KillAsync(id, Token));
            Assert.False(await Faults.PauseAsync(id, Long, Token));
            Assert.False(await Faults.ResumeAsync(id, Token));
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Pause_RunningReplica_IsSilentAndGoesOnByItself()
    {
        var replica = await AnsweringAsync();
        var other = await AnsweringAsync(slot: 1);
        Assert.True(await Faults.PauseAsync(replica.Id, TimeSpan.FromSeconds(3), Token));
        Assert.True(await Fixture.IsSilentAsync(replica, Token));
        Assert.False(await Fixture.IsSilentAsync(other, Token));
        Assert.All(await Runtime.ListAsync(Token), listed => Assert.True(listed.IsRunning));
        await Fixture.AnsweringAsync(replica, Token);
    }

    [Fact(Timeout = Deadline)]
    public async Task Pause_OfAPausedReplica_HoldsForTheNewLength()
    {
        var replica = await AnsweringAsync();
        Assert.True(await Faults.PauseAsync(replica.Id, Long, Token));
        Assert.True(await Faults.PauseAsync(replica.Id, TimeSpan.FromSeconds(2), Token));
        Assert.True(await Fixture.IsSilentAsync(replica, Token));
        await Fixture.AnsweringAsync(replica, Token);
    }

    [Fact(Timeout = Deadline)]
    public async Task Resume_PausedReplica_AnswersAgain()
    {
        var replica = await AnsweringAsync();
        Assert.True(await Faults.PauseAsync(replica.Id, Long, Token));
        Assert.True(await Fixture.IsSilentAsync(replica, Token));
        Assert.True(await Faults.ResumeAsync(replica.Id, Token));
        await Fixture.AnsweringAsync(replica, Token);
        Assert.True(await Faults.ResumeAsync(replica.Id, Token));
    }

    [Theory(Timeout = Deadline)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Stop_PausedReplica_IsGone(int graceSeconds)
    {
        var replica = await AnsweringAsync();
        Assert.True(await Faults.PauseAsync(replica.Id, Long, Token));
        await Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(graceSeconds), Token);
        Assert.Empty(await Runtime.ListAsync(Token));
        Assert.True(Fixture.IsPortFree(replica.Port));
    }

    [Fact(Timeout = Deadline)]
    public async Task Kill_PausedReplica_EndsIt()
    {
        await using var events = await WatchingAsync();
        var replica = await AnsweringAsync();
        Assert.True(await Faults.PauseAsync(replica.Id, Long, Token));
        Assert.True(await Faults.KillAsync(replica.Id, Token));
        await NextAsync(events, happened => happened.Kind == RuntimeEventKind.Exited && happened.Replica == replica.Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Reopen_PausedReplica_GoesOnOrIsGone()
    {
        var replica = await AnsweringAsync();
        Assert.True(await Faults.PauseAsync(replica.Id, Long, Token));
        await Fixture.ReopenAsync();
        if (Fixture.ReplicasOutliveController)
            await Fixture.AnsweringAsync(replica, Token);
        else
            Assert.DoesNotContain(await Runtime.ListAsync(Token), each => each.IsRunning);
    }

    private async Task<RuntimeReplica> AnsweringAsync(int slot = 0)
    {
        var replica = await StartedAsync(Launch("web", slot));
        await Fixture.AnsweringAsync(replica, Token);
        return replica;
    }
}
