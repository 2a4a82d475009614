namespace Capstan.Control.Databases;

/// <summary>Environment variables of a worker, beside those of its engine.</summary>
internal static class WorkerVariables
{
    /// <summary>Absolute path of its slot's data folder; the worker makes it.</summary>
    public const string Folder = "CAPSTAN_WORKER_FOLDER";

    /// <summary>SQLite's own variable: absolute path of the folder for its temporary files, which have no name once they are open.</summary>
    public const string Temporary = "SQLITE_TMPDIR";

    /// <summary>Fingerprint of the settings that a worker's engine tells it; only kept with its container, so that a later controller can compare.</summary>
    public const string Settings = "CAPSTAN_DATABASE_SETTINGS";

    /// <summary>
    /// Settings of the .NET runtime. A worker that starts, or comes to lead, does much for the first time: code that also counts how it runs,
    /// to be compiled better by that later, costs more than it brings (docs/benchmarks.md has the figures). The controller's gateway lives longer.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Runtime { get; } = [new("DOTNET_TieredPGO", "0")];
}
