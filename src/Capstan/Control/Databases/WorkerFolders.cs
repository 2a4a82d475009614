using System.Globalization;

namespace Capstan.Control.Databases;

/// <summary>The data folders of a database's slots: <c>databases/NAME/slot-N</c> in the state folder.</summary>
internal sealed class WorkerFolders(string stateFolder, string database)
{
    private const string Prefix = "slot-";

    /// <summary>The folder of everything that a database keeps.</summary>
    public static string DatabaseFolder(string stateFolder, string database) => Path.Combine(stateFolder, "databases", database);

    /// <summary>The folder of one slot; need not exist.</summary>
    public string Of(int slot) => Path.Combine(DatabaseFolder(stateFolder, database), Prefix + slot.ToString(CultureInfo.InvariantCulture));

    /// <summary>Slots that have one.</summary>
    public IReadOnlyList<int> Present()
    {
        var folder = DatabaseFolder(stateFolder, database);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateDirectories(folder, Prefix + "*").Select(SlotOf).OfType<int>().Order()];
    }

    /// <summary>Removes the folder of a retired slot.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    public void Remove(int slot)
    {
        if (Directory.Exists(Of(slot)))
            Directory.Delete(Of(slot), recursive: true);
    }

    private static int? SlotOf(string path) =>
        int.TryParse(Path.GetFileName(path.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var slot) ? slot : null;
}
