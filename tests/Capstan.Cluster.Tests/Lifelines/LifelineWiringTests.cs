using System.Net.Sockets;
using Capstan.Cluster.Lifelines;
using Capstan.Cluster.Tests.Running;
using Capstan.Core.Stacks;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Lifelines;

/// <summary>Both engines hold their ends.</summary>
public sealed class LifelineWiringTests(EnsembleFixture ensemble, BrokerFixture broker) : IAsyncDisposable
{
    private const int Deadline = 60_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private ClusterEngine? _engine;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The worker lives and says so; its name on a line that ends outweighs that.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Engine_LineEnds_ItsWorkerIsNoMemberAnyMore()
    {
        var engine = await StartAsync();
        await using var worker = await ClusterWorkerEngine.ConnectAsync(engine.WorkerEnvironment(0), "sqlite", 10, Token);
        using (var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await line.ConnectAsync(new UnixDomainSocketEndPoint(engine.WorkerEnvironment(0)[ClusterVariables.Lifeline]), Token);
            await line.SendAsync(worker.Id.ToByteArray(), Token);
        }

        await Assert.ThrowsAsync<SessionLostException>(async () =>
        {
            await foreach (var view in worker.Members.WatchAsync(Token))
                Assert.Single(view.Members);
        });
    }

    [Fact(Timeout = Deadline)]
    public async Task Worker_Joined_HoldsALineUntilItHasLeft()
    {
        var engine = await StartAsync();
        var ended = new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var controller = new LifelineServer(life => ended.TrySetResult(life), TimeProvider.System);
        Assert.Null(controller.Start(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName));
        var environment = new Dictionary<string, string>(engine.WorkerEnvironment(0)) { [ClusterVariables.Lifeline] = controller.Path! };
        var worker = await ClusterWorkerEngine.ConnectAsync(environment, "sqlite", 10, Token);
        Assert.False(ended.Task.IsCompleted);
        await worker.DisposeAsync();
        Assert.Equal(worker.Id, await ended.Task.WaitAsync(Token));
    }

    private async Task<ClusterEngine> StartAsync()
    {
        var settings = await broker.SettingsAsync();
        _engine = new ClusterEngine(
            new ClusterOptions
            {
                Folder = Path.Combine(_folder, "engine"),
                Broker = settings.Broker,
                Ensemble = new EnsembleSpec { Hosts = [new HostPort("127.0.0.1", ensemble.Server.Port)], Path = $"/lines-{Guid.NewGuid():N}" },
                Settings = ClusterLab.Settings,
            },
            TimeProvider.System);
        await _engine.StartAsync(Token);
        return _engine;
    }
}
