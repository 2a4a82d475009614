using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Events;
using Capstan.Gateway;
using Capstan.Health;
using Capstan.State;

namespace Capstan.Control;

/// <summary>The outside world of the controller.</summary>
internal sealed record ControlParts
{
    public required IContainerRuntime Runtime { get; init; }

    /// <summary>Injures what the runtime runs, for drills.</summary>
    public required IReplicaFaults Faults { get; init; }

    public required IReplicaLogs Logs { get; init; }

    /// <summary>Null where replicas are not made from images.</summary>
    public IImageStore? Images { get; init; }

    public required IDataPlane Plane { get; init; }

    public required IHealthProbe Probe { get; init; }

    /// <summary>What runs each database of the stack besides its workers, by name.</summary>
    public IReadOnlyDictionary<string, DatabaseParts> Databases { get; init; } = new Dictionary<string, DatabaseParts>();

    public required IEventLog Events { get; init; }

    public required StateFile State { get; init; }

    public required string StateFolder { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Random numbers in [0, 1), for jitter.</summary>
    public required Func<double> Chance { get; init; }
}
