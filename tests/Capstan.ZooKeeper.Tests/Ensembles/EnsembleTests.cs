using System.Text;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Ensembles;

/// <summary>Three servers, of which some are killed, frozen or restarted.</summary>
public sealed class EnsembleTests : IAsyncLifetime
{
    private const int Deadline = 300_000;

    private readonly Seen<ConnectionState> _states = new();
    private readonly List<ZooKeeperClient> _clients = [];
    private ZooKeeperEnsemble _ensemble = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (ZooKeeperServer.Lack is { } lack)
            Assert.Skip(lack);
        _ensemble = await ZooKeeperEnsemble.StartAsync(Token, ["-Dreadonlymode.enabled=true"]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        if (_ensemble is not null)
            await _ensemble.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task When_its_server_is_killed_the_same_session_goes_on_with_another()
    {
        var client = await ConnectAsync();
        client.StateChanged += _states.Tell;
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var (id, first) = (client.SessionId, client.Server);

        await ServerOf(client).KillAsync();
        await _states.UntilAsync(state => state == ConnectionState.Disconnected);
        await _states.UntilAsync(state => state == ConnectionState.Connected);

        Assert.Equal(id, client.SessionId);
        Assert.NotEqual(first, client.Server);
        await client.SyncAsync("/", Token);
        Assert.Equal(id, (await client.ExistsAsync("/e", Token))!.Owner);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_frozen_server_is_left_for_another_before_the_session_ends()
    {
        var client = await ConnectAsync();
        client.StateChanged += _states.Tell;
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var frozen = ServerOf(client);

        await frozen.PauseAsync();
        await _states.UntilAsync(state => state == ConnectionState.Disconnected);
        Assert.Contains("silent", client.Trouble);
        await _states.UntilAsync(state => state == ConnectionState.Connected);

        await client.SyncAsync("/", Token);
        Assert.Equal(client.SessionId, (await client.ExistsAsync("/e", Token))!.Owner);
        await frozen.ResumeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task Through_a_rolling_restart_session_node_and_watch_survive_and_the_last_value_is_seen()
    {
        var (client, writer) = (await ConnectAsync(), await ConnectAsync());
        client.StateChanged += _states.Tell;
        await client.CreateAsync("/counter", "0"u8.ToArray(), cancellationToken: Token);
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var (id, seen) = (client.SessionId, new LastSeen());
        using var watch = client.Watch("/", isRecursive: true);
        var reading = ReadAllAsync(client, watch, seen);
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(writer, stop.Token);

        foreach (var server in _ensemble.Servers)
            await server.RestartAsync(Token);
        await stop.CancelAsync();
        var last = await writing;

        // A reader that has failed says why when it is awaited.
        await Eventually.TrueAsync(() => reading.IsCompleted || seen.Value == last);
        Assert.True(last > 0);
        watch.Dispose();
        await reading;
        Assert.Equal(last, seen.Value);
        Assert.Equal(id, client.SessionId);
        await client.SyncAsync("/", Token);
        Assert.Equal(id, (await client.ExistsAsync("/e", Token))!.Owner);
        var states = _states.Rest();
        Assert.Contains(ConnectionState.Connected, states);
        Assert.DoesNotContain(ConnectionState.Expired, states);
    }

    [Fact(Timeout = Deadline)]
    public async Task Without_a_majority_calls_wait_and_servers_that_only_read_are_not_taken()
    {
        var client = await ConnectAsync();
        client.StateChanged += _states.Tell;
        await client.CreateAsync("/n", default, cancellationToken: Token);
        var (one, two, left) = (_ensemble.Servers[0], _ensemble.Servers[1], _ensemble.Servers[2]);

        await one.KillAsync();
        await two.KillAsync();
        await Eventually.TrueAsync(async () => (await left.AskAsync("srvr", Token)).Contains("Mode: read-only"));
        var findings = await ZooKeeperProbe.ProbeAsync(Options(), TimeSpan.FromSeconds(3), Token);
        Assert.Contains(findings, finding => !finding.IsHint && finding.What.StartsWith($"{left.Address} only reads"));
        await Eventually.TrueAsync(() => client.State == ConnectionState.Disconnected);
        var waiting = client.SetAsync("/n", default, cancellationToken: Token);
        Assert.False(waiting.IsCompleted);

        await one.StartAsync(Token);
        Assert.Equal(1, (await waiting).Version);
    }

    private ZooKeeperOptions Options() => new() { Servers = _ensemble.Addresses, SessionTimeout = TimeSpan.FromSeconds(10) };

    private async Task<ZooKeeperClient> ConnectAsync()
    {
        var client = await ZooKeeperClient.ConnectAsync(Options(), Token);
        _clients.Add(client);
        return client;
    }

    private ZooKeeperServer ServerOf(ZooKeeperClient client) => _ensemble.Servers.Single(server => server.Address == client.Server);

    // Counts up by conditional writes; after an unknown one it looks.
    private static async Task<int> WriteAsync(ZooKeeperClient writer, CancellationToken stop)
    {
        for (var (value, version) = (0, 0); ;)
        {
            try
            {
                if (stop.IsCancellationRequested)
                    return value;
                version = (await writer.SetAsync("/counter", Encoding.UTF8.GetBytes($"{value + 1}"), version, Token)).Version;
                value++;
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown || fault.Error == ZooKeeperError.SessionMoved)
            {
                (value, version) = await LookAsync(writer);
            }
            catch (ZooKeeperException fault) when (fault.Error == ZooKeeperError.BadVersion)
            {
                Assert.Fail($"Value {value} in version {version} was the newest, and now it is {await LookAsync(writer)}.");
            }
        }
    }

    private static async Task<(int Value, int Version)> LookAsync(ZooKeeperClient client)
    {
        while (true)
        {
            try
            {
                await client.SyncAsync("/counter", Token);
                var node = await client.GetAsync("/counter", Token);
                return (int.Parse(Encoding.UTF8.GetString(node.Data.Span)), node.Stat.Version);
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown)
            {
                // The connection was lost again; the next one will do.
            }
        }
    }

    private static async Task ReadAllAsync(ZooKeeperClient client, NodeWatch watch, LastSeen seen)
    {
        await foreach (var _ in watch.WithCancellation(Token))
        {
            try
            {
                var node = await client.GetAsync("/counter", Token);
                seen.Value = int.Parse(Encoding.UTF8.GetString(node.Data.Span));
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown)
            {
                // The event that comes with the next connection brings another read.
            }
        }
    }

    private sealed class LastSeen
    {
        private int _value = -1;

        public int Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }
    }
}
