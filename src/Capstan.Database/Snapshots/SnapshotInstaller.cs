using Capstan.Database.Applying;
using Capstan.Database.Embedded.Files;

namespace Capstan.Database.Snapshots;

/// <summary>Puts a fetched snapshot in place of a worker's copy, which is closed. The file is seen entire or not at all.</summary>
internal static class SnapshotInstaller
{
    /// <summary>
    /// Moves the copy that is there, with its companions, into a folder under <c>quarantine</c>, and the snapshot to its place. After a
    /// crash in between there is no copy, and the next start fetches again.
    /// </summary>
    /// <param name="folder">The copy's folder.</param>
    /// <param name="snapshot">A whole, checked file on the same file system.</param>
    /// <param name="now">Names the folder.</param>
    /// <returns>Where the old copy is; null when there was none.</returns>
    /// <exception cref="StoreFailedException">The folder cannot be used.</exception>
    public static string? Install(string folder, string snapshot, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = StoreFolder.FileOf(folder);
            var old = File.Exists(file) ? StoreFolder.Quarantine(folder, now) : null;
            StoreFolder.DropOrphans(folder);
            File.Move(snapshot, file);
            DurableFile.SyncFolder(folder);
            return old;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"The snapshot was not put into {folder}: {fault.Message}", fault);
        }
    }
}
