using Capstan.Testing.Runtimes;
using Capstan.ZooKeeper;

namespace Capstan.Testing.Servers;

/// <summary>Three real servers that elect a leader.</summary>
public sealed class ZooKeeperEnsemble : IAsyncDisposable
{
    private const int Size = 3;

    private ZooKeeperEnsemble(IReadOnlyList<ZooKeeperServer> servers) => Servers = servers;

    /// <summary>Its servers.</summary>
    public IReadOnlyList<ZooKeeperServer> Servers { get; }

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<ZooKeeperAddress> Addresses => [.. Servers.Select(server => server.Address)];

    /// <summary>Starts one, and returns when all three serve.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="javaOptions">Further options of their virtual machines.</param>
    public static async Task<ZooKeeperEnsemble> StartAsync(CancellationToken cancellationToken, IEnumerable<string>? javaOptions = null)
    {
        string[] options = [.. javaOptions ?? []];
        ZooKeeperServer[] servers = [.. Enumerable.Range(0, Size).Select(_ => new ZooKeeperServer(javaOptions: options))];
        string[] members = [.. servers.Select((_, i) => $"server.{i + 1}=127.0.0.1:{LocalPorts.Free()}:{LocalPorts.Free()}")];
        for (var i = 0; i < Size; i++)
            servers[i].BecomeMember(i + 1, members);
        await Task.WhenAll(servers.Select(server => server.StartAsync(cancellationToken)));
        return new ZooKeeperEnsemble(servers);
    }

    /// <summary>The server that leads, or one that follows.</summary>
    public async Task<ZooKeeperServer> FindAsync(bool isLeader, CancellationToken cancellationToken)
    {
        foreach (var server in Servers)
        {
            if ((await server.AskAsync("srvr", cancellationToken)).Contains("Mode: leader") == isLeader)
                return server;
        }

        throw new InvalidOperationException("No server is in that role.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
            await server.DisposeAsync();
    }
}
