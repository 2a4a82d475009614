using Capstan.Database.Embedded.Files;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Snapshots;

/// <summary>
/// Snapshots and restore files in a folder. A file gets its name only when it is whole and on the disk. One process changes the
/// folder, others copy from it.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
internal sealed class SnapshotFolder(string folder, TimeProvider time)
{
    /// <summary>Snapshots that are kept.</summary>
    public const int Kept = 2;

    private const string Damaged = ".damaged";
    private const string Discarded = ".discarded";

    // A restore file is put here before the record that names it is written; the margin is for that while.
    private static readonly TimeSpan RestoreMargin = TimeSpan.FromHours(1);

    /// <summary>Where it is.</summary>
    public string Path { get; } = folder;

    /// <summary>Makes the folder, removes what was being written when its process ended.</summary>
    public void Open()
    {
        Directory.CreateDirectory(Path, DurableFile.OwnerFolder);
        foreach (var unfinished in Directory.GetFiles(Path, "*" + DurableFile.Unfinished))
            File.Delete(unfinished);
    }

    /// <summary>All snapshots, the newest first.</summary>
    public IReadOnlyList<Snapshot> List() =>
    [
        .. new DirectoryInfo(Path).EnumerateFiles().Select(StillThere).OfType<Snapshot>()
            .OrderByDescending(snapshot => snapshot.Lsn).ThenByDescending(snapshot => snapshot.Position),
    ];

    /// <summary>Takes a file over and removes snapshots beyond those that are kept.</summary>
    public void Offer(Snapshot snapshot, string file)
    {
        var target = PathOf(SnapshotName.Of(snapshot));
        var fresh = target + DurableFile.Unfinished;
        Take(file, fresh);
        if (new FileInfo(fresh).Length != snapshot.Length)
            throw new InvalidDataException($"{file} does not have the {snapshot.Length} bytes that it was offered with.");
        DurableFile.Rename(fresh, target);
        foreach (var old in List().Skip(Kept))
            File.Delete(PathOf(SnapshotName.Of(old)));
        PurgeRestores();
    }

    /// <summary>Copies the file of a digest to a path.</summary>
    public async Task<CopyOutcome> CopyAsync(Digest digest, string target, CancellationToken cancellationToken)
    {
        if (Find(digest) is not { } path)
            return CopyOutcome.Missing;
        try
        {
            await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
            if (await HashedCopy.WriteAsync(source, target, cancellationToken) == digest)
                return CopyOutcome.Copied;
        }
        catch (FileNotFoundException) when (!File.Exists(path))
        {
            // Replaced by newer ones meanwhile.
            return CopyOutcome.Missing;
        }

        File.Delete(target);
        return CopyOutcome.Damaged;
    }

    /// <summary>Keeps a damaged file under another name, for people to look at.</summary>
    public void SetAside(Digest digest)
    {
        if (Find(digest) is { } path)
            DurableFile.Rename(path, path + Damaged);
    }

    /// <summary>Sets snapshots of an LSN and later ones aside.</summary>
    public void Discard(Lsn from)
    {
        foreach (var snapshot in List().Where(snapshot => snapshot.Lsn >= from))
            DurableFile.Rename(PathOf(SnapshotName.Of(snapshot)), PathOf(SnapshotName.Of(snapshot)) + Discarded);
    }

    /// <summary>Takes over a file to restore from.</summary>
    public void Keep(Digest digest, string file)
    {
        var target = PathOf(SnapshotName.OfRestore(digest));
        Take(file, target + DurableFile.Unfinished);
        File.SetLastWriteTimeUtc(target + DurableFile.Unfinished, time.GetUtcNow().UtcDateTime);
        DurableFile.Rename(target + DurableFile.Unfinished, target);
    }

    // Between the reading of a name and of its length another process may have renamed or removed the file.
    private static Snapshot? StillThere(FileInfo file)
    {
        try
        {
            return SnapshotName.Parse(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private string? Find(Digest digest)
    {
        var restore = PathOf(SnapshotName.OfRestore(digest));
        if (File.Exists(restore))
            return restore;
        return List().FirstOrDefault(snapshot => snapshot.Digest == digest) is { } found ? PathOf(SnapshotName.Of(found)) : null;
    }

    // .NET copies when the file lies on another file system.
    private static void Take(string file, string fresh)
    {
        File.Move(file, fresh, overwrite: true);
        File.SetUnixFileMode(fresh, DurableFile.OwnerOnly);
        DurableFile.Sync(fresh);
    }

    // The log may name a restore file as long as it reaches back before the record; it reaches back to the older snapshot.
    private void PurgeRestores()
    {
        if (List() is not { Count: Kept } kept)
            return;
        var oldest = File.GetLastWriteTimeUtc(PathOf(SnapshotName.Of(kept[^1]))) - RestoreMargin;
        foreach (var restore in Directory.GetFiles(Path, "restore-*" + SnapshotName.Ending))
        {
            if (File.GetLastWriteTimeUtc(restore) < oldest)
                File.Delete(restore);
        }
    }
}
