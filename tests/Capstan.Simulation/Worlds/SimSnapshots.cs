using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>The shared snapshots: the newest two.</summary>
/// <param name="trusts">Whether damaged files are loaded all the same (a mutant).</param>
internal sealed class SimSnapshots(bool trusts)
{
    private List<SimSnapshot> _all = [];

    public IReadOnlyList<SimSnapshot> All => _all;

    public Lsn Newest => _all.Count == 0 ? Lsn.None : _all[0].Info.Lsn;

    /// <summary>What is older than this may go from log and copies.</summary>
    public SimSnapshot? Oldest => _all.Count < 2 ? null : _all[^1];

    public Snapshot Offer(MemoryState file)
    {
        var meta = file.Meta;
        var info = new Snapshot(meta.Applied, meta.Chain, meta.ScanEpoch, meta.Position, file.Digest, 1);
        _all = [.. _all.Prepend(new SimSnapshot(info, file)).OrderByDescending(snapshot => snapshot.Info.Lsn).Take(2)];
        return info;
    }

    /// <summary>The file of a snapshot, or of the newest whole one. A damaged one is set aside.</summary>
    public MemoryState? Fetch(Snapshot? wanted)
    {
        foreach (var snapshot in _all.ToArray())
        {
            if (wanted is not null && snapshot.Info != wanted)
                continue;
            if (!snapshot.IsCorrupt || trusts)
                return snapshot.File;
            _all.Remove(snapshot);
        }

        return null;
    }

    public void Discard(Lsn from) => _all.RemoveAll(snapshot => snapshot.Info.Lsn >= from);
}
