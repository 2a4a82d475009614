using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

public abstract partial class EngineContract<TFixture>
{
    [Fact(Timeout = Deadline)]
    public async Task Offer_Snapshot_OthersListAndFetchIt()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var other = await _fixture.JoinAsync(1, 11);
        var snapshot = await OfferAsync(worker, 5);
        Assert.Equal([snapshot], await other.Snapshots.ListAsync(Token));
        Assert.Equal([snapshot], await _fixture.Engine.Snapshots.ListAsync(Token));
        var target = _fixture.NewFile();
        Assert.True(await other.Snapshots.FetchAsync(snapshot.Digest, target, Token));
        Assert.Equal(snapshot.Digest, Digest.Of(await File.ReadAllBytesAsync(target, Token)));
        Assert.Equal(new Lsn(5), (await ViewAsync(other, view => view.NewestSnapshot != Lsn.None)).NewestSnapshot);
    }

    [Fact(Timeout = Deadline)]
    public async Task Offer_Third_TheOldestGoes()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var oldest = await OfferAsync(worker, 5);
        var middle = await OfferAsync(worker, 10);
        var newest = await OfferAsync(worker, 15);
        Assert.Equal([newest, middle], await worker.Snapshots.ListAsync(Token));
        Assert.False(await worker.Snapshots.FetchAsync(oldest.Digest, _fixture.NewFile(), Token));
        await _fixture.CrashAsync();
        Assert.Equal([newest, middle], await _fixture.Engine.Snapshots.ListAsync(Token));
        Assert.Equal(new Lsn(15), _fixture.Engine.Read().View.NewestSnapshot);
    }

    [Fact(Timeout = Deadline)]
    public async Task Discard_FromAnLsn_SetsThoseAside()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var older = await OfferAsync(worker, 5);
        var newer = await OfferAsync(worker, 10);
        await worker.Snapshots.DiscardAsync(new Lsn(6), Token);
        Assert.Equal([older], await worker.Snapshots.ListAsync(Token));
        Assert.False(await worker.Snapshots.FetchAsync(newer.Digest, _fixture.NewFile(), Token));
        await ViewAsync(worker, view => view.NewestSnapshot == new Lsn(5));
    }

    [Fact(Timeout = Deadline)]
    public async Task Fetch_UnknownDigest_IsFalse()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var target = _fixture.NewFile();
        Assert.False(await worker.Snapshots.FetchAsync(Digest.Of("nothing"u8), target, Token));
        Assert.False(File.Exists(target));
    }

    private async Task<Snapshot> OfferAsync(IWorkerEngine worker, long lsn, LogPosition position = default)
    {
        var bytes = new byte[10_000];
        new Random((int)lsn).NextBytes(bytes);
        var file = _fixture.NewFile();
        await File.WriteAllBytesAsync(file, bytes, Token);
        var snapshot = new Snapshot(new Lsn(lsn), Digest.Of([(byte)lsn]), new Epoch(3), position, Digest.Of(bytes), bytes.Length);
        await worker.Snapshots.OfferAsync(snapshot, file, Token);
        return snapshot;
    }
}
