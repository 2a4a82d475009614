using Capstan.Database.Engines;
using Capstan.Database.Worker;
using Capstan.Testing.Databases.Engines;

namespace Capstan.Contracts.Databases;

/// <summary>The twin.</summary>
public sealed class MemoryFixture : ILocalEngineFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-").FullName;
    private readonly MemoryEngine _engine = new(EmbeddedFixture.Settings, TimeProvider.System);
    private int _files;

    public IDatabaseEngine Engine => _engine;

    public Task StartAsync(int queueLimit = 1000)
    {
        _engine.QueueLimit = queueLimit;
        return Task.CompletedTask;
    }

    public Task<IWorkerEngine> TryJoinAsync(int slot, int pid, string engine, CancellationToken patience) =>
        Task.Run<IWorkerEngine>(() => _engine.Join(slot, pid, engine), patience);

    public Task KillAsync(IWorkerEngine worker)
    {
        _engine.Leave((MemoryWorkerEngine)worker);
        return Task.CompletedTask;
    }

    public IDisposable HoldDisk()
    {
        _engine.HoldsDisk = true;
        return new Handle(_engine);
    }

    public Task CrashAsync()
    {
        _engine.Crash();
        return Task.CompletedTask;
    }

    public string NewFile() => Path.Combine(_folder, $"file-{++_files}");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _engine.DisposeAsync();
    }

    private sealed class Handle(MemoryEngine engine) : IDisposable
    {
        public void Dispose() => engine.HoldsDisk = false;
    }
}
