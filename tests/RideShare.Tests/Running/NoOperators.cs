using Capstan.Database.Api;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace RideShare.Tests.Running;

/// <summary>What the API needs for operators, whom the programs never call.</summary>
internal sealed class NoOperators : IWorkerControl, IBackupSource, IDatabaseFileCheck, IRestoreArchive, ISnapshotStore
{
    public IReadOnlyList<int> Pids() => throw new NotSupportedException();

    public ValueTask<int?> CrashLeaderAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int?> CrashFollowerAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Lsn?> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? FindFault(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken) => throw new NotSupportedException();
}
