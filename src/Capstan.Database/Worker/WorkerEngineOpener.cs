namespace Capstan.Database.Worker;

/// <summary>Joins the database that a worker's environment names.</summary>
/// <param name="environment">The variables that <see cref="Engines.IDatabaseEngine.WorkerEnvironment"/> gave, among others.</param>
/// <param name="engine">Version and options of this worker's SQLite.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <exception cref="Engines.EngineException">There is no engine, or it does not let this worker in.</exception>
public delegate Task<IWorkerEngine> WorkerEngineOpener(
    IReadOnlyDictionary<string, string> environment, string engine, CancellationToken cancellationToken);
