using Capstan.Database.Api;
using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>Backups from the workers' snapshots: the newest one if it has come far enough, otherwise one that is made for this.</summary>
/// <param name="snapshots">Where they are.</param>
/// <param name="orders">Has one made.</param>
/// <param name="time">Bounds the wait for it.</param>
public sealed class SnapshotBackups(ISnapshotStore snapshots, ISnapshotOrders orders, TimeProvider time) : IBackupSource
{
    /// <summary>How long a worker may take to make one: some 20 GB at a common disk's speed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    /// <exception cref="Applying.StoreFailedException">There is no room for it.</exception>
    public async Task<Lsn?> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken)
    {
        var whole = path + ".whole";
        try
        {
            // Before the first record there is nothing that a snapshot could be made of.
            if (atLeast == Lsn.None && await snapshots.ListAsync(cancellationToken) is [])
            {
                BackupFile.WriteEmpty(path);
                return Lsn.None;
            }

            if (await FetchAsync(whole, atLeast, cancellationToken) is not { } lsn)
                return null;
            await Task.Run(() => BackupFile.Write(whole, path, cancellationToken), cancellationToken);
            return lsn;
        }
        finally
        {
            File.Delete(whole);
        }
    }

    private async Task<Lsn?> FetchAsync(string path, Lsn atLeast, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await orders.OrderAsync(atLeast, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        foreach (var snapshot in await snapshots.ListAsync(cancellationToken))
        {
            if (snapshot.Lsn >= atLeast && await snapshots.FetchAsync(snapshot.Digest, path, cancellationToken))
                return snapshot.Lsn;
        }

        return null;
    }
}
