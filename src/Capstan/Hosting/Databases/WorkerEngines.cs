using Capstan.Cluster;
using Capstan.Database.Embedded;
using Capstan.Database.Worker;

namespace Capstan.Hosting.Databases;

/// <summary>The engines that a worker can be started for.</summary>
internal static class WorkerEngines
{
    /// <inheritdoc cref="WorkerEngineOpener" />
    public static async Task<IWorkerEngine> OpenAsync(
        IReadOnlyDictionary<string, string> environment, string engine, CancellationToken cancellationToken) =>
        environment.ContainsKey(ClusterVariables.Engine)
            ? await ClusterWorkerEngine.ConnectAsync(environment, engine, Environment.ProcessId, cancellationToken)
            : await EmbeddedWorkerEngine.ConnectAsync(environment, engine, Environment.ProcessId, cancellationToken);
}
