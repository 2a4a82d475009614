using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>The restore files on a worker's own disk, fetched before the records that name them are applied.</summary>
internal sealed class RestoreFolder(string folder, ISnapshotStore store) : IRestoreFiles
{
    /// <inheritdoc />
    public string PathOf(Digest digest)
    {
        var path = Path.Combine(folder, digest + ".db");
        return File.Exists(path) ? path : throw new StoreFailedException($"The restore file {digest} is not here.");
    }

    /// <summary>Fetches what records at hand name.</summary>
    /// <exception cref="StoreFailedException">A file is nowhere.</exception>
    public async ValueTask PrepareAsync(IReadOnlyList<LogMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var record in messages.SelectMany(message => message.Records).Where(record => record.Kind == RecordKind.Restore))
        {
            var digest = RestoreBody.Decode(record.Body).File;
            var path = Path.Combine(folder, digest + ".db");
            if (File.Exists(path))
                continue;
            Directory.CreateDirectory(folder);
            // The name says that the file is whole, also to the next life of a worker that is killed while it copies.
            var unfinished = path + Embedded.Files.DurableFile.Unfinished;
            if (!await store.FetchAsync(digest, unfinished, cancellationToken))
                throw new StoreFailedException($"The log restores from file {digest}, which is nowhere. Put it back into the snapshot folder.");
            Embedded.Files.DurableFile.Rename(unfinished, path);
        }
    }

    /// <summary>Drops what no record will ask for again.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
