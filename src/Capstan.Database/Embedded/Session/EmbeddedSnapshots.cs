using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Session;

/// <summary>Snapshots as a worker on the engine's machine sees them: it copies files itself, and asks the engine for every change.</summary>
internal sealed class EmbeddedSnapshots(Connection connection, SnapshotFolder folder) : ISnapshotStore
{
    public async ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(CallKind.ListSnapshots, 0, static (_, _) => { }, cancellationToken);
        return StateCodec.Many(answer, () => StateCodec.ReadSnapshot(answer));
    }

    public async ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken) =>
        await connection.CallAsync(CallKind.OfferSnapshot, (snapshot, file), static (writer, offer) =>
        {
            StateCodec.Write(writer, offer.snapshot);
            writer.Text(Path.GetFullPath(offer.file));
        }, cancellationToken);

    public async ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken)
    {
        var outcome = await folder.CopyAsync(digest, target, cancellationToken);
        if (outcome == CopyOutcome.Damaged)
            await connection.CallAsync(CallKind.SetAside, digest, static (writer, bad) => writer.Digest(bad), cancellationToken);
        return outcome == CopyOutcome.Copied;
    }

    public async ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken) =>
        await connection.CallAsync(CallKind.DiscardSnapshots, from, static (writer, lsn) => writer.Int64(lsn.Value), cancellationToken);
}
