using Capstan.Cluster.Tests.Running;
using Capstan.Core.Stacks;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Servers;

namespace Capstan.Cluster.Tests.Ensemble;

/// <summary>Controller and worker on servers that are reached with TLS alone.</summary>
public sealed class EncryptedServersTests
{
    private const int Deadline = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Join_ServersThatAskForACertificate_TheWorkerHasAllItNeedsFromItsFile()
    {
        Assert.SkipWhen((BrokerServer.Missing ?? ZooKeeperServer.Lack) is not null, BrokerServer.Missing ?? ZooKeeperServer.Lack ?? "");
        using var authority = new TestAuthority();
        var (servers, own) = (authority.Sign("127.0.0.1"), authority.Sign("capstan"));
        var tls = new ServerTlsSpec { Authorities = authority.Pem, Certificate = own.Pem, Key = own.Key };
        await using var broker = await BrokerServer.StartEncryptedAsync(authority, servers, asksForOne: true);
        await using var ensemble = ZooKeeperServer.Encrypted(authority, servers, asksForOne: true);
        await ensemble.StartAsync(Token);
        var folder = Directory.CreateTempSubdirectory("capstan-").FullName;
        try
        {
            var options = new ClusterOptions
            {
                Folder = folder,
                Broker = await broker.NewVhostAsync() with { Hosts = [broker.EncryptedAddress], Tls = tls },
                Ensemble = new EnsembleSpec
                {
                    Hosts = [new HostPort("127.0.0.1", ensemble.EncryptedAddress.Port)],
                    Path = "/encrypted",
                    User = "capstan",
                    Password = "secret",
                    Tls = tls,
                },
                Settings = ClusterLab.Settings,
                QueueLimit = 100,
            };
            var spec = new DatabaseSpec { Name = "main", Broker = options.Broker, Ensemble = options.Ensemble, QueueLimit = options.QueueLimit };
            Assert.Empty(await ServersCheck.TryAsync(spec, TimeProvider.System, Token));
            await using var engine = new ClusterEngine(options, TimeProvider.System);
            await engine.StartAsync(Token);
            await using var worker = await ClusterWorkerEngine.ConnectAsync(engine.WorkerEnvironment(0), "sqlite", 10, Token);
            await worker.Members.ReportAsync(new MemberState { IsReady = true }, Token);
            while (engine.Read().View.Members is not [{ State.IsReady: true }])
                await Task.Delay(10, Token);
            await worker.Log.AppendAsync([RecordHash.Seal(new LogRecord { Kind = RecordKind.Operation, Epoch = new Epoch(1), Lsn = new Lsn(1) })], Token);
            Assert.True(await worker.Log.EndAsync(Token) >= new LogPosition(1));
            Assert.Empty(await ServersCheck.TryAsync(spec, TimeProvider.System, Token));
            var changed = Assert.Single(await ServersCheck.TryAsync(spec with { QueueLimit = 200 }, TimeProvider.System, Token));
            Assert.Contains("exists with x-max-length = 100; this database needs 200", changed.What, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
