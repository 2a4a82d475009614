using Capstan.Cluster;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Core.Stacks;
using Capstan.Database.Worker;

namespace Capstan.Control.Databases;

/// <summary>
/// Workers as containers; each slot has a volume. Secrets come as a file in that volume, snapshots from a folder that all workers share
/// with the controller, and nothing listens on a port.
/// </summary>
internal sealed class WorkerVolumes : IWorkerPlaces
{
    /// <summary>Where a worker's volume is mounted.</summary>
    private const string Target = "/data";

    private const string Folder = "worker";
    private const string EngineFile = "engine.json";

    private readonly SlotVolumes _volumes;
    private readonly WorkerVolumesOptions _options;
    private readonly IReadOnlyList<int> _present;

    private WorkerVolumes(SlotVolumes volumes, WorkerVolumesOptions options, IReadOnlyList<int> present)
    {
        (_volumes, _options, _present) = (volumes, options, present);
        Common = new ReplicaTemplate
        {
            Image = options.Image,
            Command = options.Command,
            User = options.User,
            Environment = new SortedDictionary<string, string>(WorkerVariables.Runtime.ToDictionary(), StringComparer.Ordinal) { [WorkerVariables.Settings] = options.Settings },
        };
    }

    /// <inheritdoc />
    public ReplicaTemplate Common { get; }

    /// <inheritdoc />
    public bool OutliveControllers => true;

    /// <summary>Asks the engine which slots have a volume.</summary>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    public static async Task<WorkerVolumes> OpenAsync(SlotVolumes volumes, WorkerVolumesOptions options, CancellationToken cancellationToken) =>
        new(volumes, options, await volumes.ListAsync(options.Database, cancellationToken));

    /// <inheritdoc />
    public IReadOnlyList<int> Present() => _present;

    /// <inheritdoc />
    public ReplicaTemplate TemplateOf(int slot, IReadOnlyDictionary<string, string> engine)
    {
        var environment = new SortedDictionary<string, string>(Common.Environment.Concat(engine).ToDictionary(), StringComparer.Ordinal)
        {
            [WorkerVariables.Folder] = $"{Target}/{Folder}",
            [WorkerVariables.Temporary] = $"{Target}/{Folder}/{WorkerProcess.TemporaryFolder}",
            // A container sees another process id than the one by which everybody else knows it.
            [ClusterVariables.Pid] = ClusterVariables.Told,
        };
        if (engine.ContainsKey(ClusterVariables.Engine))
            environment[ClusterVariables.Engine] = $"{Target}/{EngineFile}";
        return Common with { Environment = environment };
    }

    /// <inheritdoc />
    public ReplicaData? DataOf(IReadOnlyDictionary<string, string> engine) => new()
    {
        Target = Target,
        Folder = Folder,
        Files = engine.TryGetValue(ClusterVariables.Engine, out var file) ? [new SecretFile(file, EngineFile)] : [],
        Shared = [_options.Snapshots],
    };

    /// <inheritdoc />
    public Task RemoveAsync(int slot, CancellationToken cancellationToken) => _volumes.RemoveAsync(_options.Database, slot, cancellationToken);
}
