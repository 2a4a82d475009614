using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>The files to restore from or import on a worker's own disk, fetched before the records that name them are applied.</summary>
internal sealed class RestoreFolder(string folder, ISnapshotStore store) : IRestoreFiles
{
    private bool _isUsed;

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
        foreach (var digest in messages.SelectMany(message => message.Records).Select(FileOf).OfType<Digest>())
        {
            var path = Path.Combine(folder, digest + ".db");
            _isUsed = true;
            if (File.Exists(path))
                continue;
            Directory.CreateDirectory(folder);
            // The name says that the file is whole, also to the next life of a worker that is killed while it copies.
            var unfinished = path + Embedded.Files.DurableFile.Unfinished;
            if (!await store.FetchAsync(digest, unfinished, cancellationToken))
                throw new StoreFailedException($"The log restores or imports the file {digest}, which is nowhere. Put it back into the snapshot folder.");
            Embedded.Files.DurableFile.Rename(unfinished, path);
        }
    }

    /// <summary>The records that were prepared for are read: whoever reads them again fetches their files again.</summary>
    public void Forget()
    {
        if (_isUsed)
            Clear();
        _isUsed = false;
    }

    /// <summary>Drops what no record will ask for again.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static Digest? FileOf(LogRecord record) => record.Kind switch
    {
        RecordKind.Restore => RestoreBody.Decode(record.Body).File,
        RecordKind.Import => ImportBody.Decode(record.Body).File,
        _ => null,
    };
}
