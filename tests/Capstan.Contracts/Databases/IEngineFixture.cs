using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

/// <summary>A database's engine that tests can hold, crash and leave.</summary>
public interface IEngineFixture : IAsyncDisposable
{
    IDatabaseEngine Engine { get; }

    /// <summary>Opens the engine, with room for so many writes and reads.</summary>
    Task StartAsync(int queueLimit = 1000);

    /// <summary>A worker that joins, or gives up doing so.</summary>
    Task<IWorkerEngine> TryJoinAsync(int slot, int pid, string engine, CancellationToken patience);

    /// <summary>A worker that joins.</summary>
    Task<IWorkerEngine> JoinAsync(int slot, int pid, string engine = "sqlite 3") => TryJoinAsync(slot, pid, engine, CancellationToken.None);

    /// <summary>Ends a worker as its death would.</summary>
    Task KillAsync(IWorkerEngine worker);

    /// <summary>Ends the engine with everything that is not durable, and opens it again. Workers are gone.</summary>
    Task CrashAsync();

    /// <summary>A fresh path for a file.</summary>
    string NewFile();
}
