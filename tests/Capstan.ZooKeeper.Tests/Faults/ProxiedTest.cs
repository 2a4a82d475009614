using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>A client behind a proxy that can be told to misbehave, and one beside it that sees the server as it is.</summary>
public abstract class ProxiedTest(SharedServer shared) : ServerTest(shared)
{
    protected FaultProxy Proxy { get; private set; } = null!;

    protected ZooKeeperClient Client { get; private set; } = null!;

    protected ZooKeeperClient Direct { get; private set; } = null!;

    protected Seen<ConnectionState> States { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Proxy = new FaultProxy(Server.Port);
        Client = await ConnectAsync(ProxiedOptions());
        Client.StateChanged += States.Tell;
        Direct = await ConnectAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ZooKeeperOptions ProxiedOptions() => Options() with { Servers = [new("127.0.0.1", Proxy.Port)] };
}
