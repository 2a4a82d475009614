using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Tests.Processes;

public sealed class KilledGuardTests
{
    [Fact(Timeout = 60_000)]
    public async Task Kill_Guard_EndsReplicasAndGoesOnWithANewOne()
    {
        var token = TestContext.Current.CancellationToken;
        await using var test = await RuntimeUnderTest.OpenAsync();
        var replica = await test.StartShellAsync(0, "setsid -f sh -c 'echo $$; exec sleep 600'; exec sleep 600");
        var daemon = int.Parse(await test.FirstLineAsync(replica.Id));
        var first = test.Runtime.GuardPid;
        await using var events = test.Runtime.WatchAsync(token).GetAsyncEnumerator(token);
        Assert.True(await events.MoveNextAsync());
        ProcessIdentity.Of(first)!.Value.Send(Signals.Kill);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(RuntimeEventKind.Resync, events.Current.Kind);
        var listed = Assert.Single(await test.Runtime.ListAsync(token));
        Assert.Equal((false, 0, null), (listed.IsRunning, listed.Pid, listed.ExitCode));
        Assert.False(RuntimeUnderTest.IsAlive(replica.Pid));
        Assert.False(RuntimeUnderTest.IsAlive(daemon));
        await test.Runtime.StopAsync(replica.Id, TimeSpan.FromSeconds(5), token);
        Assert.Empty(await test.Runtime.ListAsync(token));
        Assert.True(RuntimeUnderTest.IsAlive((await test.StartShellAsync(0, "exec sleep 600")).Pid));
        Assert.NotEqual(first, test.Runtime.GuardPid);
    }
}
