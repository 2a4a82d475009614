using System.Globalization;
using Capstan.Containers;
using Capstan.Core.Stacks;
using Capstan.Database.Worker;

namespace Capstan.Control.Databases;

/// <summary>Workers as child processes; each slot has a folder <c>databases/NAME/slot-N</c> in the state folder.</summary>
/// <param name="stateFolder">The stack's state folder.</param>
/// <param name="database">Name of the database.</param>
/// <param name="command">What starts a worker.</param>
internal sealed class WorkerFolders(string stateFolder, string database, IReadOnlyList<string> command) : IWorkerPlaces
{
    private const string Prefix = "slot-";

    /// <inheritdoc />
    public ReplicaTemplate Common { get; } = new()
    {
        Command = command,
        Environment = new SortedDictionary<string, string>(WorkerVariables.Runtime.ToDictionary(), StringComparer.Ordinal),
    };

    /// <inheritdoc />
    public bool OutliveControllers => false;

    /// <summary>The folder of everything that a database keeps.</summary>
    public static string DatabaseFolder(string stateFolder, string database) => Path.Combine(stateFolder, "databases", database);

    /// <inheritdoc />
    public IReadOnlyList<int> Present()
    {
        var folder = DatabaseFolder(stateFolder, database);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateDirectories(folder, Prefix + "*").Select(SlotOf).OfType<int>().Order()];
    }

    /// <inheritdoc />
    public ReplicaTemplate TemplateOf(int slot, IReadOnlyDictionary<string, string> engine)
    {
        var environment = new SortedDictionary<string, string>(Common.Environment.Concat(engine).ToDictionary(), StringComparer.Ordinal)
        {
            [WorkerVariables.Folder] = Of(slot),
            [WorkerVariables.Temporary] = Path.Combine(Of(slot), WorkerProcess.TemporaryFolder),
        };
        return Common with { Environment = environment };
    }

    /// <inheritdoc />
    public ReplicaData? DataOf(IReadOnlyDictionary<string, string> engine) => null;

    /// <inheritdoc />
    public Task RemoveAsync(int slot, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Of(slot)))
            Directory.Delete(Of(slot), recursive: true);
        return Task.CompletedTask;
    }

    private string Of(int slot) => Path.Combine(DatabaseFolder(stateFolder, database), Prefix + slot.ToString(CultureInfo.InvariantCulture));

    private static int? SlotOf(string path) =>
        int.TryParse(Path.GetFileName(path.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var slot) ? slot : null;
}
