using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>The only server is killed, frozen, started again or set up anew.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private const int Deadline = 180_000;

    private readonly Seen<ConnectionState> _states = new();
    private ZooKeeperServer _server = null!;
    private ZooKeeperClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (ZooKeeperServer.Lack is { } lack)
            Assert.Skip(lack);
        _server = await ZooKeeperServer.StartNewAsync(Token);
        _client = await ConnectAsync(session: 10);
        _client.StateChanged += _states.Tell;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task A_killed_server_that_comes_back_in_time_finds_session_nodes_and_watches()
    {
        await _client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        using var watch = _client.Watch("/", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        var id = _client.SessionId;

        await _server.KillAsync();
        Assert.Equal(ConnectionState.Disconnected, await _states.NextAsync());
        var waiting = _client.CreateAsync("/n", default, cancellationToken: Token);
        await _server.StartAsync(Token);

        Assert.Equal(ConnectionState.Connected, await _states.NextAsync());
        Assert.Equal("/n", await waiting);
        Assert.Equal(id, (await _client.ExistsAsync("/e", Token))!.Owner);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(NodeEventKind.Missed, events.Current.Kind);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.Created, "/n"), events.Current);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_frozen_server_is_left_in_time_and_goes_on_with_the_session()
    {
        await _client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var start = TimeProvider.System.GetTimestamp();
        await _server.PauseAsync();
        Assert.Equal(ConnectionState.Disconnected, await _states.NextAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), _client.SessionTimeout * 0.3, _client.SessionTimeout * 0.9);
        await _server.ResumeAsync();
        Assert.Equal(ConnectionState.Connected, await _states.NextAsync());
        Assert.Equal(_client.SessionId, (await _client.ExistsAsync("/e", Token))!.Owner);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_server_that_was_set_up_anew_knows_no_session_and_the_client_learns_it()
    {
        // It learns it by its session's time, so that is short.
        await using var client = await ConnectAsync(session: 4);
        var states = new Seen<ConnectionState>();
        client.StateChanged += states.Tell;
        for (var i = 0; i < 20; i++)
            await client.CreateAsync($"/n{i}", default, cancellationToken: Token);

        // It has seen less than the client, which servers answer with silence.
        await _server.ForgetAsync();
        await _server.StartAsync(Token);

        Assert.Equal(ConnectionState.Expired, await states.UntilAsync(state => state is ConnectionState.Expired));
    }

    private Task<ZooKeeperClient> ConnectAsync(int session) => ZooKeeperClient.ConnectAsync(
        new ZooKeeperOptions { Servers = [_server.Address], SessionTimeout = TimeSpan.FromSeconds(session) }, Token);
}
