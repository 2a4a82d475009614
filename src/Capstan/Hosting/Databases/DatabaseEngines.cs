using Capstan.Cluster;
using Capstan.Core.Stacks;
using Capstan.Database.Embedded;
using Capstan.Database.Engines;
using Capstan.Database.Worker;

namespace Capstan.Hosting.Databases;

/// <summary>The engine that a stack file asks for.</summary>
internal static class DatabaseEngines
{
    /// <summary>Makes it; opens nothing yet.</summary>
    /// <param name="spec">The database.</param>
    /// <param name="folder">The folder of everything that it keeps here.</param>
    /// <param name="time">The clock.</param>
    public static IHostedEngine Of(DatabaseSpec spec, string folder, TimeProvider time) => spec is { Broker: { } broker, Ensemble: { } ensemble }
        ? new ClusterEngine(
            new ClusterOptions
            {
                Folder = Path.Combine(folder, "engine"),
                Broker = broker,
                Ensemble = ensemble,
                // A broker's stream is not on its disk when it is read.
                Settings = SettingsOf(spec, isDurable: true),
                QueueLimit = spec.QueueLimit,
            },
            time)
        : new EmbeddedEngine(
            new EmbeddedOptions
            {
                Folder = Path.Combine(folder, "engine"),
                // The engine's log is on disk before anybody reads it.
                Settings = SettingsOf(spec, isDurable: false),
                QueueLimit = spec.QueueLimit,
                MaxStaleness = spec.MaxStaleness,
            },
            time);

    /// <summary>The folder of snapshots and restore files, which the controller and all workers use.</summary>
    /// <param name="folder">The folder of everything that the database keeps here.</param>
    public static string SharedFolder(string folder) => Path.Combine(folder, "engine", "snapshots");

    private static WorkerSettings SettingsOf(DatabaseSpec spec, bool isDurable) => new()
    {
        Database = spec.Name,
        Schema = spec.Schema is { } script ? File.ReadAllText(script) : "",
        Session = spec.Session,
        KeyRetention = spec.KeyRetention,
        KeyLimit = spec.KeyLimit,
        SnapshotRecords = spec.SnapshotRecords,
        SnapshotBytes = spec.SnapshotBytes,
        ScrubEvery = spec.Scrub,
        IsDurable = isDurable,
    };
}
