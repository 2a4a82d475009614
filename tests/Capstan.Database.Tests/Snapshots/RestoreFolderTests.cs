using System.Text;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Tests.Snapshots;

public sealed class RestoreFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_AnImport_FetchesItsFileAsForARestore()
    {
        var whole = Encoding.ASCII.GetBytes("a whole file");
        var record = new LogRecord { Kind = RecordKind.Import, Epoch = new Epoch(1), Lsn = new Lsn(1), Body = new ImportBody(Digest.Of(whole), whole.Length, MayDefine: false).Encode() };
        var folder = new RestoreFolder(_folder.PathOf("restore"), new Store(whole, ends: false));

        await folder.PrepareAsync([new LogMessage(new LogPosition(1), Digest.Zero, [record])], TestContext.Current.CancellationToken);

        Assert.Equal(whole, await File.ReadAllBytesAsync(folder.PathOf(Digest.Of(whole)), TestContext.Current.CancellationToken));
        folder.Forget();
        Assert.Throws<StoreFailedException>(() => folder.PathOf(Digest.Of(whole)));
    }

    [Fact]
    public async Task Prepare_AfterALifeThatEndedWhileItCopied_FetchesTheFileAnew()
    {
        var whole = Encoding.ASCII.GetBytes("a whole file");
        var record = new LogRecord { Kind = RecordKind.Restore, Epoch = new Epoch(1), Lsn = new Lsn(1), Body = new RestoreBody(Digest.Of(whole), whole.Length).Encode() };
        IReadOnlyList<LogMessage> messages = [new LogMessage(new LogPosition(1), Digest.Zero, [record])];
        var token = TestContext.Current.CancellationToken;
        // What a kill in the middle leaves is what a copy that stops there leaves.
        var killed = new RestoreFolder(_folder.PathOf("restore"), new Store(whole, ends: true));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await killed.PrepareAsync(messages, token));

        var next = new RestoreFolder(_folder.PathOf("restore"), new Store(whole, ends: false));
        await next.PrepareAsync(messages, token);

        Assert.Equal(whole, await File.ReadAllBytesAsync(next.PathOf(Digest.Of(whole)), token));
    }

    private sealed class Store(byte[] content, bool ends) : ISnapshotStore
    {
        public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) => new([]);

        public ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken) => default;

        public ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken) => default;

        public async ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken)
        {
            await File.WriteAllBytesAsync(target, ends ? content[..3] : content, cancellationToken);
            return ends ? throw new OperationCanceledException() : true;
        }
    }
}
