using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>The session is ended from outside.</summary>
public sealed class ExpiryTests(SharedServer shared) : ProxiedTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task A_session_that_another_closes_is_expired()
    {
        await Client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);

        await SessionThief.EndAsync(Server.Address, Client, Token);

        Assert.Equal(ConnectionState.Expired, await States.UntilAsync(state => state is ConnectionState.Expired or ConnectionState.Closed));
        await RefusedAsync(ZooKeeperError.SessionExpired, () => Client.CreateAsync("/e", default, NodeKind.Ephemeral, Token));
        Assert.Null(await Direct.ExistsAsync("/e", Token));
    }
}
