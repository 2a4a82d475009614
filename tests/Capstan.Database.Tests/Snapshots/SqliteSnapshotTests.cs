using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Database.Statements;
using Capstan.Database.Tests.Applying;

namespace Capstan.Database.Tests.Snapshots;

public sealed class SqliteSnapshotTests : IDisposable
{
    private readonly StoreUnderTest _store = new();
    private readonly string _folder;

    public SqliteSnapshotTests() => _folder = _store.PathOf("snapshots");

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Make_ThenInstall_IsTheSameCopy()
    {
        _store.MustDefine("CREATE TABLE loose (a)", "CREATE TABLE keyed (id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
        _store.Must("INSERT INTO loose (rowid, a) VALUES (5, 'five'), (900, 'nine hundred')");
        _store.Must("INSERT INTO keyed VALUES (7, 1)");
        _store.Must("DELETE FROM keyed");
        var record = _store.Next();
        _store.Store.Begin();
        _store.Store.Records.Add(record);
        _store.Store.Answers.Put(new StoredAnswer(record.Request, true, Digest.Zero, new Answer(AnswerCode.Ok, record.Lsn, default), 77));
        _store.Store.Commit(_store.MetaAfter(record) with { ScanEpoch = new Epoch(4), Position = new LogPosition(12) });

        var (snapshot, file) = await new SqliteSnapshotMaker(_store.File, _folder).MakeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new Snapshot(record.Lsn, record.Hash, new Epoch(4), new LogPosition(12), Digest.Of(File.ReadAllBytes(file)), new FileInfo(file).Length), snapshot);
        Assert.Equal([file], Directory.GetFiles(_folder));

        using var other = new StoreUnderTest();
        other.Store.Dispose();
        Assert.NotNull(SnapshotInstaller.Install(other.Folder, file, DateTimeOffset.UnixEpoch));
        Assert.Null(other.Reopen());
        Assert.Equal(_store.Store.Meta, other.Store.Meta);
        Assert.Equal(_store.Store.Tables.Hashes, other.Store.Tables.Hashes);
        other.AssertHashesHold();
        Assert.Equal(record.Hash, other.Store.Records.Find(record.Lsn)?.Hash);
        Assert.NotNull(other.Store.Answers.Find(record.Request));
        Assert.Equal("[[5],[900]]", other.Rows("SELECT rowid FROM loose"));
        other.Must("INSERT INTO keyed (a) VALUES (1)");
        Assert.Equal("[[8]]", other.Rows("SELECT id FROM keyed"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a)")]
    [InlineData("CREATE TABLE t (a UNIQUE)")]
    [InlineData("CREATE TABLE t (a, b DEFAULT 'x')", "CREATE INDEX t_b ON t (b)", "CREATE INDEX t_a ON t (a) WHERE a > 2")]
    [InlineData("CREATE TABLE t (a TEXT PRIMARY KEY)")]
    public async Task Make_TableWithoutIntegerKey_KeepsRowIdsWithGapsAndTheNextOne(params string[] schema)
    {
        _store.MustDefine(schema);
        _store.Must("INSERT INTO t (rowid, a) VALUES (2, '2'), (17, '17'), (900, '900'), (901, '901')");
        _store.Must("DELETE FROM t WHERE a IN ('17', '901')");
        _store.Must("INSERT INTO t (rowid, a) VALUES (-5, '-5'), (4000000000, 'far')");
        _store.Must("DELETE FROM t WHERE a = 'far'");
        var (_, file) = await new SqliteSnapshotMaker(_store.File, _folder).MakeAsync(TestContext.Current.CancellationToken);
        using var other = new StoreUnderTest();
        SnapshotInstaller.Install(other.Folder, Closed(other, file), DateTimeOffset.UnixEpoch);
        Assert.Null(other.Reopen());
        Assert.Equal("[[-5],[2],[900]]", other.Rows("SELECT rowid FROM t ORDER BY rowid"));
        foreach (var copy in new[] { _store, other })
        {
            copy.Must("INSERT INTO t (a) VALUES ('next')");
            Assert.Equal("[[901]]", copy.Rows("SELECT rowid FROM t WHERE a = 'next'"));
            copy.AssertHashesHold();
        }

        Assert.Equal(_store.Store.Tables.Hashes, other.Store.Tables.Hashes);
    }

    [Fact]
    public async Task Make_WhileTransactionIsOpen_ShowsWhatIsCommitted()
    {
        _store.MustDefine("CREATE TABLE t (a)");
        var applied = _store.Store.Meta.Applied;
        _store.Store.Begin();
        _store.Store.Tables.Execute(_store.Next(), Records.Of(Records.Statement("INSERT INTO t VALUES (1)")));
        var (snapshot, _) = await new SqliteSnapshotMaker(_store.File, _folder).MakeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(applied, snapshot.Lsn);
    }

    [Fact]
    public async Task Make_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        Directory.CreateDirectory(_folder);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SqliteSnapshotMaker(_store.File, _folder).MakeAsync(cancelled.Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Make_LeftoverOfADeadProcess_IsRemoved()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "snapshot-x" + SqliteSnapshotMaker.Unfinished), "half", TestContext.Current.CancellationToken);
        var (_, file) = await new SqliteSnapshotMaker(_store.File, _folder).MakeAsync(TestContext.Current.CancellationToken);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Install_OldWalBeside_IsGone()
    {
        var file = _store.PathOf("snapshot.db");
        _store.MustDefine("CREATE TABLE t (a)");
        _store.Store.Dispose();
        File.Copy(_store.File, file);
        Assert.Null(_store.Reopen());
        _store.Must("INSERT INTO t VALUES ('newer')");
        var (main, wal) = (File.ReadAllBytes(_store.File), File.ReadAllBytes(_store.File + "-wal"));
        _store.Store.Dispose();
        File.WriteAllBytes(_store.File, main);
        File.WriteAllBytes(_store.File + "-wal", wal);
        SnapshotInstaller.Install(_store.Folder, file, DateTimeOffset.UnixEpoch);
        Assert.Null(_store.Reopen());
        Assert.Equal("[]", _store.Rows("SELECT * FROM t"));
    }

    // A copy is installed only where nobody has the old one open.
    private static string Closed(StoreUnderTest other, string file)
    {
        other.Store.Dispose();
        return file;
    }
}
