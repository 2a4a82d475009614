using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Connecting;

/// <summary>On a broker that takes encrypted connections, from those alone who show a certificate of its authority.</summary>
public sealed class EncryptionTest : IAsyncLifetime
{
    private const int Deadline = 120_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();
    private BrokerServer _server = null!;
    private BrokerSpec _spec = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServerTlsSpec Whole => new() { Authorities = _authority.Pem, Certificate = Own.Pem, Key = Own.Key };

    private TestCertificate Own => field ??= _authority.Sign("capstan");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(BrokerServer.Missing is not null, BrokerServer.Missing ?? "");
        _server = await BrokerServer.StartEncryptedAsync(_authority, _authority.Sign("rabbit.example", "127.0.0.1"), asksForOne: true);
        _spec = await _server.NewVhostAsync() with { Hosts = [_server.EncryptedAddress] };
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact(Timeout = Deadline)]
    public async Task Encrypted_WithAllThatItTakes_WritesAreAnswered()
    {
        Assert.Empty(await BrokerCheck.ProbeAsync(Of(_spec with { Tls = Whole }), Patience, Token));
        var settings = Of(_spec with { Tls = Whole with { ServerName = "rabbit.example" } });
        await using var front = new BrokerFront(settings, static () => null);
        await front.StartAsync(Token);
        await using var workers = Workers.Start(settings, 1);
        var answer = await front.WriteAsync(Requests.Write("encrypted"), Token);
        Assert.Equal(Database.Statements.AnswerCode.Ok, answer.Code);
        Assert.Equal(1, workers.Logged["encrypted"]);
    }

    [Fact(Timeout = Deadline)]
    public async Task Refused_WhatIsWrong_IsSaidWithTheRemedyAtOnce()
    {
        await RefusedAsync(Whole with { Authorities = _other.Pem }, "is not signed by an authority of tls.ca", "queues.tls.ca");
        await RefusedAsync(Whole with { Authorities = null }, "is not trusted by this machine", "queues.tls.ca");
        await RefusedAsync(Whole with { ServerName = "somebody.else" }, "is for rabbit.example, 127.0.0.1 and not for somebody.else", "queues.tls.server_name");
        await RefusedAsync(Whole, "does not speak TLS", "5671", _server.Address);
    }

    /// <summary>Its word may be lost with the connection, which it ends at once: so this may pass for a broker that is about to start.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Refused_CertificateOfCapstan_IsNamedByTheCheck()
    {
        var foreign = _other.Sign("capstan");
        foreach (var tls in (ServerTlsSpec[])[Whole with { Certificate = null, Key = null }, Whole with { Certificate = foreign.Pem, Key = foreign.Key }])
        {
            var fault = Assert.Single(await BrokerCheck.ProbeAsync(Of(_spec with { Tls = tls }), Patience, Token));
            Assert.Contains("queues.tls.certificate", fault.What + fault.Remedy, StringComparison.Ordinal);
        }
    }

    private static BrokerSettings Of(BrokerSpec spec) => new() { Broker = spec, Session = TimeSpan.FromSeconds(8) };

    private async Task RefusedAsync(ServerTlsSpec tls, string what, string remedy, HostPort? host = null)
    {
        var spec = _spec with { Hosts = [host ?? _server.EncryptedAddress], Tls = tls };
        var fault = Assert.Single(await BrokerCheck.ProbeAsync(Of(spec), Patience, Token));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
        await using var front = new BrokerFront(Of(spec), static () => null);
        var refusal = await Assert.ThrowsAsync<EngineException>(() => front.StartAsync(Token));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }
}
