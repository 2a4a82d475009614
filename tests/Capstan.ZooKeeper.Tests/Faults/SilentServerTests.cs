using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>The server or the way to it falls silent without ending the connection.</summary>
public sealed class SilentServerTests(SharedServer shared) : ProxiedTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task A_silent_server_is_left_after_two_thirds_of_the_session()
    {
        var start = TimeProvider.System.GetTimestamp();
        Proxy.Freeze();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);

        // From the last word of the server, which came at most a third before the silence began.
        var waited = TimeProvider.System.GetElapsedTime(start);
        Assert.InRange(waited, Client.SessionTimeout * 0.3, Client.SessionTimeout * 0.95);
        Assert.Contains("silent", Client.Trouble);
        Proxy.Restore();
        await States.UntilAsync(state => state == ConnectionState.Connected);
    }

    [Fact(Timeout = Deadline)]
    public async Task How_long_ago_the_session_was_surely_alive_grows_while_answers_stay_away()
    {
        await Client.SyncAsync("/", Token);
        Proxy.Freeze();
        var alive = Client.DisconnectedSince;
        var call = Client.SyncAsync("/", Token);
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        Assert.Equal(alive, Client.DisconnectedSince);
        Proxy.Restore();
        await RefusedAsync(ZooKeeperError.ConnectionLoss, () => call);
        await Client.SyncAsync("/", Token);
        Assert.True(Client.DisconnectedSince > alive);
    }

    [Fact(Timeout = Deadline)]
    public async Task Slow_answers_cost_no_connection()
    {
        Proxy.Delay = TimeSpan.FromMilliseconds(300);
        await Client.CreateAsync("/n", default, cancellationToken: Token);
        var calls = Enumerable.Range(0, 50).Select(i => Client.SetAsync("/n", default, version: i, Token)).ToArray();
        await Task.WhenAll(calls);
        Assert.Empty(States.Rest());
    }
}
