using System.Collections.Concurrent;
using Capstan.Cluster.Controlling;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Files;
using Capstan.Cluster.Joining;
using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Worker;
using Capstan.Testing;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Tests.Running;

/// <summary>The controller's side of a membership on a real server, and workers that join it.</summary>
internal sealed class ClusterLab : IAsyncDisposable
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly ConcurrentQueue<EngineNotice> _notices = new();

    public ClusterLab(ZooKeeperServer server, bool isSecret = false)
    {
        Server = server;
        Spec = new EnsembleSpec
        {
            Hosts = [new HostPort("127.0.0.1", server.Port)],
            Path = $"/lab-{Guid.NewGuid():N}",
            User = isSecret ? "capstan" : null,
            Password = isSecret ? "secret" : null,
        };
        Known = new KnownFile(KnownPath);
        Housekeeping = new Housekeeping(Settings, Known, () => new Lsn(NewestSnapshot));
        Link = NewLink();
    }

    public ZooKeeperServer Server { get; }

    public EnsembleSpec Spec { get; }

    public KnownFile Known { get; }

    public string KnownPath => Path.Combine(_folder, "known");

    public Housekeeping Housekeeping { get; }

    public EnsembleLink Link { get; }

    public long NewestSnapshot { get; set; }

    public IEnumerable<EngineNotice> Notices => _notices;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static WorkerSettings Settings { get; } = new()
    {
        Database = "main",
        Session = Session,
        KeyRetention = TimeSpan.FromHours(24),
        KeyLimit = 1000,
        SnapshotRecords = 100,
        SnapshotBytes = 1 << 20,
        ScrubEvery = TimeSpan.FromMinutes(1),
        IsDurable = true,
    };

    public async Task<ClusterLab> StartAsync()
    {
        await Link.StartAsync(TimeSpan.FromSeconds(30), Token);
        return this;
    }

    /// <summary>A session of its own below the same root.</summary>
    public async Task<ZooKeeperClient> ClientAsync(int? port = null)
    {
        var client = await ConnectAsync(port ?? Server.Port, Token);
        _owned.Add(client);
        return client;
    }

    public async Task<LabWorker> JoinAsync(int slot, int pid, string engine = "sqlite", Guid? earlier = null)
    {
        var proxy = new FaultProxy(Server.Port);
        var client = await ClientAsync(proxy.Port);
        var node = new WorkerNode { Id = Guid.NewGuid(), Slot = slot, Pid = pid, Engine = engine };
        if (earlier is { } life)
            LifeFile.Write(FolderOf(slot), life);
        await new Joiner(client, node, earlier is null ? null : FolderOf(slot), TimeProvider.System).JoinAsync(Token);
        var worker = new LabWorker(node, client, new ClusterMembership(client, node, TimeProvider.System), proxy);
        _owned.Add(worker);
        return worker;
    }

    /// <summary>An ensemble that a controller has prepared and left; somebody's session with it.</summary>
    public async Task<ZooKeeperClient> PrepareAsync()
    {
        var client = await ClientAsync();
        await Housekeeping.PrepareAsync(client, Token);
        return client;
    }

    /// <summary>A worker that has begun to join, on a slow connection, and gives up when something is so.</summary>
    public async Task<WorkerNode> GiveUpAsync(int slot, Func<WorkerNode, Task<bool>> isSo)
    {
        await using var proxy = new FaultProxy(Server.Port);
        await using var client = await ConnectAsync(proxy.Port, Token);
        var node = new WorkerNode { Id = Guid.NewGuid(), Slot = slot, Pid = 10, Engine = "sqlite" };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        proxy.Delay = TimeSpan.FromMilliseconds(200);
        // On a clock that stands still, what it still has to say has time enough.
        var joining = new Joiner(client, node, FolderOf(slot), new ManualTimeProvider()).JoinAsync(patience.Token);
        while (!await isSo(node))
            await Task.Delay(10, Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        return node;
    }

    /// <summary>Where the worker in a slot keeps its data.</summary>
    public string FolderOf(int slot) => Path.Combine(_folder, $"slot-{slot}");

    /// <summary>Waits until what the controller read fits.</summary>
    public async Task<ClusterState> StateAsync(Func<ClusterState, bool> fits)
    {
        while (!fits(Link.State))
            await Task.Delay(10, Token);
        return Link.State;
    }

    /// <summary>Waits until something is told.</summary>
    public async Task NoticeAsync(string kind)
    {
        while (_notices.All(notice => notice.Kind != kind))
            await Task.Delay(10, Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
        await Link.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<ZooKeeperClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var spec = Spec with { Hosts = [new HostPort("127.0.0.1", port)] };
        return ZooKeeperClient.ConnectAsync(EnsembleAddress.OptionsOf(spec, Session, TimeProvider.System, () => 0.5), cancellationToken);
    }

    private EnsembleLink NewLink() => new(Spec, Session, Housekeeping, (before, after) =>
    {
        foreach (var notice in ViewChanges.Between(before, after))
            _notices.Enqueue(notice);
    }, TimeProvider.System, () => 0.5);
}
