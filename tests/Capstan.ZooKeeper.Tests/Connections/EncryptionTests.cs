using Capstan.Core.Encryption;
using Capstan.Core.Stacks;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Connections;

/// <summary>On a server that takes encrypted connections, from those alone who show a certificate of its authority.</summary>
public sealed class EncryptionTests : IAsyncLifetime
{
    private const int Deadline = 120_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();
    private ZooKeeperServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestCertificate Own => field ??= _authority.Sign("capstan");

    private ServerTlsSpec Whole => new() { Authorities = _authority.Pem, Certificate = Own.Pem, Key = Own.Key };

    public async ValueTask InitializeAsync()
    {
        if (ZooKeeperServer.Lack is { } lack)
            Assert.Skip(lack);
        _server = ZooKeeperServer.Encrypted(_authority, _authority.Sign("zoo.example", "127.0.0.1"), asksForOne: true);
        await _server.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact(Timeout = Deadline)]
    public async Task A_session_works_as_in_clear()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(Options(Whole with { ServerName = "zoo.example" }), Token);
        var large = new byte[900_000];
        new Random(7).NextBytes(large);
        await client.CreateAsync("/large", large, cancellationToken: Token);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => client.CreateAsync($"/n{number}", large.AsMemory(0, number * 10), cancellationToken: Token)));
        Assert.Equal(large, (await client.GetAsync("/large", Token)).Data.ToArray());
        var read = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => client.GetAsync($"/n{number}", Token)));
        Assert.Equal(Enumerable.Range(0, 200).Select(number => number * 10), read.Select(node => node.Data.Length));

        // Longer than a session without a call: pings go and are answered.
        var session = client.SessionId;
        await Task.Delay(client.SessionTimeout * 1.5, Token);
        Assert.Equal(ConnectionState.Connected, client.State);
        await client.CreateAsync("/after", default, NodeKind.Ephemeral, Token);
        Assert.Equal(session, (await client.ExistsAsync("/after", Token))!.Owner);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_session_outlives_a_lost_connection()
    {
        await using var proxy = new FaultProxy(_server.EncryptedAddress.Port);
        var states = new Seen<ConnectionState>();
        await using var client = await ZooKeeperClient.ConnectAsync(Options(Whole) with { Servers = [new ZooKeeperAddress("127.0.0.1", proxy.Port)] }, Token);
        client.StateChanged += states.Tell;
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        proxy.Cut();
        Assert.Equal(ConnectionState.Disconnected, await states.NextAsync());
        Assert.Equal(ConnectionState.Connected, await states.NextAsync());
        Assert.Equal(client.SessionId, (await client.ExistsAsync("/e", Token))!.Owner);
    }

    /// <summary>Sockets wait for less than 36 minutes at a time, and the first attempt for a third of the session.</summary>
    [Fact(Timeout = Deadline)]
    public async Task A_session_may_be_asked_for_by_the_hour()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(Options(Whole) with { SessionTimeout = TimeSpan.FromHours(3) }, Token);
        Assert.Equal(ConnectionState.Connected, client.State);
    }

    /// <summary>Files may just be being replaced.</summary>
    [Fact(Timeout = Deadline)]
    public async Task What_the_handshake_needs_may_be_missing_for_a_while()
    {
        var (tries, options) = (0, Options(Whole));
        await using var client = await ZooKeeperClient.ConnectAsync(
            options with { Tls = server => Interlocked.Increment(ref tries) == 1 ? throw new InvalidOperationException("it is being replaced") : options.Tls!(server) },
            Token);
        Assert.Contains("it is being replaced", client.Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_good_server_has_no_findings() => Assert.Empty(await ZooKeeperProbe.ProbeAsync(Options(Whole), Patience, Token));

    [Fact(Timeout = Deadline)]
    public async Task What_is_wrong_is_said_with_the_remedy()
    {
        await RefusedAsync(Options(Whole with { Authorities = _other.Pem }), "is not signed by an authority of tls.ca", "authority that signed");
        await RefusedAsync(Options(Whole with { Authorities = null }), "is not trusted by this machine", "authority that signed");
        await RefusedAsync(Options(Whole with { ServerName = "somebody.else" }), "is for zoo.example, 127.0.0.1 and not for somebody.else", "the name that it is for");
        await RefusedAsync(Options(Whole with { Certificate = null, Key = null }), "ertificate", "a certificate of your own");
        await RefusedAsync(Options(Whole) with { Servers = [_server.Address] }, "no encrypted connection", "secureClientPort");
        await RefusedAsync(Options(Whole) with { Servers = [_server.EncryptedAddress], Tls = null }, "does not answer", "takes encrypted connections alone");
    }

    private static async Task RefusedAsync(ZooKeeperOptions options, string what, string remedy)
    {
        var finding = Assert.Single(await ZooKeeperProbe.ProbeAsync(options, TimeSpan.FromSeconds(3), Token));
        Assert.False(finding.IsHint);
        Assert.Contains(what, finding.What);
        Assert.Contains(remedy, finding.Remedy);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        var given = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ZooKeeperClient.ConnectAsync(options, limit.Token));
        Assert.Contains("127.0.0.1:", given.Message);
    }

    private ZooKeeperOptions Options(ServerTlsSpec tls) => new()
    {
        Servers = [_server.EncryptedAddress],
        Root = $"/test-{Guid.NewGuid():N}",
        SessionTimeout = TimeSpan.FromSeconds(4),
        Tls = server => new ServerTrust(tls, server.Host).Options(),
    };
}
