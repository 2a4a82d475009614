using Capstan.Cluster.Files;
using Capstan.Cluster.Tests.Running;
using Capstan.Core.Stacks;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;
using Capstan.Testing.Servers;

namespace Capstan.Cluster.Tests.Ensemble;

/// <summary>Snapshots are files; that the ensemble is told of them must neither hold up a worker nor end it in any other way than its session's.</summary>
public sealed class SnapshotNewsTests(EnsembleFixture ensemble, BrokerFixture broker) : IAsyncDisposable
{
    private const int Deadline = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly List<IAsyncDisposable> _owned = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Timeout = Deadline)]
    public async Task Offer_ConnectionBreaksWhileItIsTold_IsShownAllTheSame()
    {
        var (engine, worker, proxy) = await StartAsync();
        proxy.SwallowRequests();
        var offering = OfferAsync(worker, 5);
        while ((await engine.Snapshots.ListAsync(Token)).Count == 0 || proxy.Swallowed.Value == 0)
            await Task.Delay(5, Token);
        proxy.Cut();
        proxy.Restore();
        await offering;
        Assert.Equal(new Lsn(5), await ShownAsync(worker, view => view.NewestSnapshot != Lsn.None));
    }

    /// <summary>The worker's loop does this: with the ensemble away it has to go on.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Discard_EnsembleIsAway_WaitsForNobody()
    {
        var (_, worker, proxy) = await StartAsync();
        await OfferAsync(worker, 5);
        await OfferAsync(worker, 10);
        await ShownAsync(worker, view => view.NewestSnapshot == new Lsn(10));
        proxy.Refuse();
        await worker.Snapshots.DiscardAsync(new Lsn(6), Token).AsTask().WaitAsync(Patience, Token);
        proxy.Restore();
        await ShownAsync(worker, view => view.NewestSnapshot == new Lsn(5));
    }

    [Fact(Timeout = Deadline)]
    public async Task Discard_SessionIsOver_ThatAloneIsTold()
    {
        var (engine, worker, proxy) = await StartAsync();
        await OfferAsync(worker, 5);
        proxy.Refuse();
        var discarding = worker.Snapshots.DiscardAsync(new Lsn(1), Token).AsTask();
        while (engine.Read().View.Members.Count > 0)
            await Task.Delay(10, Token);
        proxy.Restore();
        await discarding;
        await Assert.ThrowsAsync<SessionLostException>(() => ShownAsync(worker, _ => false));
    }

    /// <summary>A damaged file is set aside by whoever finds it, be it the controller for a backup.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Fetch_DamagedOneAtTheController_TheOlderOneIsShown()
    {
        var (engine, worker, _) = await StartAsync();
        await OfferAsync(worker, 5);
        var newer = await OfferAsync(worker, 10);
        await ShownAsync(worker, view => view.NewestSnapshot == new Lsn(10));
        var file = Directory.GetFiles(Path.Combine(_folder, "engine", "snapshots"), $"*{newer.Digest}*").Single();
        await File.WriteAllBytesAsync(file, new byte[newer.Length], Token);
        Assert.False(await engine.Snapshots.FetchAsync(newer.Digest, Path.Combine(_folder, "fetched"), Token));
        await ShownAsync(worker, view => view.NewestSnapshot == new Lsn(5));
    }

    private static async Task<Lsn> ShownAsync(ClusterWorkerEngine worker, Func<MembershipView, bool> fits)
    {
        await foreach (var view in worker.Members.WatchAsync(Token))
        {
            if (fits(view))
                return view.NewestSnapshot;
        }

        throw new InvalidOperationException("The views ended.");
    }

    private async Task<Snapshot> OfferAsync(ClusterWorkerEngine worker, long lsn)
    {
        byte[] bytes = [(byte)lsn];
        var file = Path.Combine(_folder, $"made-{lsn}");
        await File.WriteAllBytesAsync(file, bytes, Token);
        var snapshot = new Snapshot(new Lsn(lsn), Digest.Of(bytes), new Epoch(1), new LogPosition(lsn), Digest.Of(bytes), bytes.Length);
        await worker.Snapshots.OfferAsync(snapshot, file, Token);
        return snapshot;
    }

    /// <summary>A controller, and a worker whose way to the ensemble is a proxy.</summary>
    private async Task<(ClusterEngine Engine, ClusterWorkerEngine Worker, FaultProxy Proxy)> StartAsync()
    {
        var settings = await broker.SettingsAsync();
        var spec = new EnsembleSpec { Hosts = [new HostPort("127.0.0.1", ensemble.Server.Port)], Path = $"/news-{Guid.NewGuid():N}" };
        var options = new ClusterOptions { Folder = Path.Combine(_folder, "engine"), Broker = settings.Broker, Ensemble = spec, Settings = ClusterLab.Settings };
        var engine = new ClusterEngine(options, TimeProvider.System);
        _owned.Add(engine);
        await engine.StartAsync(Token);
        var proxy = new FaultProxy(ensemble.Server.Port);
        _owned.Add(proxy);
        var environment = new Dictionary<string, string>(engine.WorkerEnvironment(0));
        var file = EngineFile.Read(environment[ClusterVariables.Engine]);
        environment[ClusterVariables.Engine] = Path.Combine(_folder, "engine.json");
        (file with { Ensemble = spec with { Hosts = [new HostPort("127.0.0.1", proxy.Port)] } }).Write(environment[ClusterVariables.Engine]);
        var worker = await ClusterWorkerEngine.ConnectAsync(environment, "sqlite", 10, Token);
        _owned.Add(worker);
        return (engine, worker, proxy);
    }
}
