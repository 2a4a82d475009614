using Capstan.Database.Embedded;
using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

/// <summary>The embedded engine on real files, its workers over a real socket.</summary>
public sealed class EmbeddedFixture : ILocalEngineFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly HeldDisk _disk = new();
    private readonly List<IWorkerEngine> _workers = [];
    private EmbeddedEngine? _engine;
    private int _queueLimit;
    private int _files;

    public IDatabaseEngine Engine => _engine!;

    public static WorkerSettings Settings { get; } = new()
    {
        Database = "main",
        Schema = "CREATE TABLE t (id INTEGER PRIMARY KEY);",
        Session = TimeSpan.FromSeconds(4),
        KeyRetention = TimeSpan.FromHours(24),
        KeyLimit = 1000,
        SnapshotRecords = 100,
        SnapshotBytes = 1 << 20,
        ScrubEvery = TimeSpan.FromMinutes(1),
        IsDurable = false,
    };

    public async Task StartAsync(int queueLimit = 1000)
    {
        _queueLimit = queueLimit;
        var options = new EmbeddedOptions { Folder = Path.Combine(_folder, "engine"), Settings = Settings, QueueLimit = queueLimit, SegmentBytes = 65_536 };
        _engine = new EmbeddedEngine(options, TimeProvider.System, _disk);
        await _engine.StartAsync(CancellationToken.None);
    }

    public async Task<IWorkerEngine> TryJoinAsync(int slot, int pid, string engine, CancellationToken patience)
    {
        var worker = await EmbeddedWorkerEngine.ConnectAsync(_engine!.WorkerEnvironment(slot), engine, pid, patience);
        _workers.Add(worker);
        return worker;
    }

    public async Task KillAsync(IWorkerEngine worker) => await worker.DisposeAsync();

    public IDisposable HoldDisk() => _disk.Hold();

    // What was not fsynced is never shown; that it is cut off after a real kill has tests of its own beside the log.
    public async Task CrashAsync()
    {
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
