using Capstan.Cluster;
using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

/// <summary>The engine on a real broker and a real ensemble.</summary>
public sealed class ClusterFixture : IEngineFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly List<IWorkerEngine> _workers = [];
    private (BrokerSpec Broker, EnsembleSpec Ensemble)? _place;
    private ClusterEngine? _engine;
    private int _queueLimit;
    private int _files;

    public IDatabaseEngine Engine => _engine!;

    public async Task StartAsync(int queueLimit = 1000)
    {
        Assert.SkipWhen(ClusterServers.Missing is not null, ClusterServers.Missing ?? "");
        _queueLimit = queueLimit;
        _place ??= await ClusterServers.NewAsync();
        var options = new ClusterOptions
        {
            Folder = Path.Combine(_folder, "engine"),
            Broker = _place.Value.Broker,
            Ensemble = _place.Value.Ensemble,
            Settings = EmbeddedFixture.Settings with { IsDurable = true },
            QueueLimit = queueLimit,
        };
        _engine = new ClusterEngine(options, TimeProvider.System);
        await _engine.StartAsync(CancellationToken.None);
    }

    public async Task<IWorkerEngine> TryJoinAsync(int slot, int pid, string engine, CancellationToken patience)
    {
        var worker = await ClusterWorkerEngine.ConnectAsync(_engine!.WorkerEnvironment(slot), engine, pid, patience);
        _workers.Add(worker);
        return worker;
    }

    // A closed session; what an open one leaves behind has tests of its own beside the membership.
    public async Task KillAsync(IWorkerEngine worker)
    {
        if (_workers.Remove(worker))
            await worker.DisposeAsync();
    }

    /// <summary>Nothing here is lost with a process; so the controller goes, and so do all its workers.</summary>
    public async Task CrashAsync()
    {
        foreach (var worker in _workers.ToList())
            await KillAsync(worker);
        await _engine!.DisposeAsync();
        await StartAsync(_queueLimit);
    }

    public string NewFile() => Path.Combine(_folder, $"file-{++_files}");

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
