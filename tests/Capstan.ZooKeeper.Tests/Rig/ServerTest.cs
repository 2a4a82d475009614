using System.Text;
using Capstan.Testing.Servers;

namespace Capstan.ZooKeeper.Tests.Rig;

/// <summary>A test on the shared real server, with a root node of its own; skipped with the reason where there is none.</summary>
public abstract class ServerTest(SharedServer shared) : IAsyncLifetime
{
    protected const int Deadline = 120_000;

    private readonly List<ZooKeeperClient> _clients = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ZooKeeperServer Server { get; private set; } = null!;

    protected string Root { get; } = $"/test-{Guid.NewGuid():N}";

    public virtual async ValueTask InitializeAsync()
    {
        if (ZooKeeperServer.Lack is { } lack)
            Assert.Skip(lack);
        Server = await shared.StartedAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(NodeData node) => Encoding.UTF8.GetString(node.Data.Span);

    protected ZooKeeperOptions Options() => new() { Servers = [Server.Address], Root = Root, SessionTimeout = TimeSpan.FromSeconds(4) };

    protected Task<ZooKeeperClient> ConnectAsync() => ConnectAsync(Options());

    protected async Task<ZooKeeperClient> ConnectAsync(ZooKeeperOptions options)
    {
        var client = await ZooKeeperClient.ConnectAsync(options, Token);
        _clients.Add(client);
        return client;
    }

    protected static async Task<ZooKeeperException> RefusedAsync(ZooKeeperError error, Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<ZooKeeperException>(call);
        Assert.Equal(error, fault.Error);
        return fault;
    }
}
