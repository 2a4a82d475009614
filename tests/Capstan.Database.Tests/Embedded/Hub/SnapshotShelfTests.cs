using Capstan.Database.Embedded;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Database.Tests.Embedded.Segments;

namespace Capstan.Database.Tests.Embedded.Hub;

public sealed class SnapshotShelfTests : IDisposable
{
    private const int Deadline = 30_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Offer_Second_TheLogKeepsWhatTheOlderNeeds()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.File("db"));
        await using var worker = await test.JoinAsync(0);
        for (var i = 0; i < 100; i++)
            await worker.Log.AppendAsync([new LogRecord { Kind = RecordKind.Read, Epoch = new Epoch(1), Body = new byte[100] }], Token);
        await foreach (var messages in worker.Log.ReadAsync(new LogPosition(99), Token))
        {
            if (messages.Count > 0)
                break;
        }

        await OfferAsync(worker, 50, 50);
        Assert.Equal(1, await FirstAsync(worker));
        await OfferAsync(worker, 90, 90);
        Assert.InRange(await FirstAsync(worker), 40, 50);
    }

    [Fact(Timeout = Deadline)]
    public async Task Fetch_Damaged_IsSetAsideAndTheOlderOneServes()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.File("db"));
        await using var worker = await test.JoinAsync(0);
        var older = await OfferAsync(worker, 5, 5);
        var newer = await OfferAsync(worker, 6, 6);
        var file = Directory.GetFiles(_folder.File("db/snapshots")).Order().Last();
        var bytes = await File.ReadAllBytesAsync(file, Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Token);
        Assert.False(await worker.Snapshots.FetchAsync(newer.Digest, _folder.File("copy"), Token));
        Assert.False(File.Exists(_folder.File("copy")));
        Assert.Equal([older], await worker.Snapshots.ListAsync(Token));
        Assert.True(File.Exists(file + ".damaged"));
        Assert.True(await worker.Snapshots.FetchAsync(older.Digest, _folder.File("copy"), Token));
        Assert.Equal(new Lsn(5), test.Engine.Read().View.NewestSnapshot);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_UnfinishedFile_IsGone()
    {
        await (await EngineUnderTest.StartAsync(_folder.Path)).DisposeAsync();
        var unfinished = Path.Combine(_folder.Path, "snapshots", "snapshot-x.new");
        await File.WriteAllTextAsync(unfinished, "half", Token);
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
        Assert.False(File.Exists(unfinished));
        Assert.Empty(await test.Engine.Snapshots.ListAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Keep_RestoreFile_EveryWorkerFetchesIt()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.File("db"));
        await using var worker = await test.JoinAsync(0);
        await File.WriteAllTextAsync(_folder.File("upload"), "a database", Token);
        var digest = Digest.Of("a database"u8);
        await test.Engine.Restores.KeepAsync(digest, _folder.File("upload"), Token);
        Assert.True(await worker.Snapshots.FetchAsync(digest, _folder.File("copy"), Token));
        Assert.Equal("a database", await File.ReadAllTextAsync(_folder.File("copy"), Token));
        Assert.Empty(await worker.Snapshots.ListAsync(Token));
    }

    private static async Task<long> FirstAsync(EmbeddedWorkerEngine worker)
    {
        try
        {
            await foreach (var messages in worker.Log.ReadAsync(LogPosition.None, Token))
            {
                if (messages.Count > 0)
                    return messages[0].Position.Value;
            }
        }
        catch (LogGapException gap)
        {
            return gap.First.Value;
        }

        return 0;
    }

    private async Task<Snapshot> OfferAsync(EmbeddedWorkerEngine worker, long lsn, long position)
    {
        var bytes = LogUnderTest.Payload(lsn, 1000);
        await File.WriteAllBytesAsync(_folder.File("offer"), bytes, Token);
        var snapshot = new Snapshot(new Lsn(lsn), default, new Epoch(1), new LogPosition(position), Digest.Of(bytes), bytes.Length);
        await worker.Snapshots.OfferAsync(snapshot, _folder.File("offer"), Token);
        return snapshot;
    }
}
