using Capstan.Database.Api;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>Snapshots, restore files, backups and their judge, as little of each as the API sees.</summary>
internal sealed class FakeFiles : ISnapshotStore, IRestoreArchive, IBackupSource, IDatabaseFileCheck
{
    public byte[] Backup { get; set; } = [1, 2, 3];

    public Lsn? BackupAt { get; set; } = new Lsn(7);

    public Lsn AskedFor { get; private set; }

    public string? Fault { get; set; }

    public Dictionary<Digest, byte[]> Kept { get; } = [];

    public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Snapshot>>(
        [new Snapshot(new Lsn(5), Digest.Zero, new Epoch(1), new LogPosition(9), Digest.Of("x"u8), 4096)]);

    public ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken) =>
        Kept[digest] = await File.ReadAllBytesAsync(file, cancellationToken);

    public async Task<Lsn?> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken)
    {
        AskedFor = atLeast;
        if (BackupAt is not null)
            await File.WriteAllBytesAsync(path, Backup, cancellationToken);
        return BackupAt;
    }

    public string? FindFault(string path, CancellationToken cancellationToken) => Fault;
}
