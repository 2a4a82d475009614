using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Snapshots and restore files as bytes in memory; offered and fetched files are real ones.</summary>
internal sealed class MemorySnapshots(MemoryEngine engine) : ISnapshotStore, IRestoreArchive
{
    private readonly Dictionary<Digest, byte[]> _files = [];
    private List<Snapshot> _kept = [];

    public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Snapshot>>(engine.World.Look(() => _kept.ToList()));

    public async ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken)
    {
        await KeepAsync(snapshot.Digest, file, cancellationToken);
        engine.World.Do(() => Keep(_kept.Append(snapshot).OrderByDescending(one => one.Lsn).Take(2)));
    }

    public async ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken)
    {
        if (engine.World.Look(() => _files.GetValueOrDefault(digest)) is not { } bytes)
            return false;
        await File.WriteAllBytesAsync(target, bytes, cancellationToken);
        return true;
    }

    public ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken)
    {
        engine.World.Do(() => Keep(_kept.Where(snapshot => snapshot.Lsn < from)));
        return ValueTask.CompletedTask;
    }

    public async ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        File.Delete(file);
        engine.World.Do(() => _files[digest] = bytes);
    }

    private void Keep(IEnumerable<Snapshot> snapshots)
    {
        var before = _kept;
        _kept = [.. snapshots];
        foreach (var gone in before.Where(one => !_kept.Contains(one)))
            _files.Remove(gone.Digest);
        engine.Show(_kept);
    }
}
