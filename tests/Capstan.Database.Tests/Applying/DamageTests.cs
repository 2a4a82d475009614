using System.Diagnostics;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Applying;

/// <summary>Damaged files are found, set aside and never served (protocol section 8); a full disk ends the process, not the data.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly StoreUnderTest _store = new();

    public DamageTests()
    {
        _store.MustDefine("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "CREATE TABLE u (a)");
        for (var id = 0; id < 200; id++)
            _store.Must("INSERT INTO t VALUES (?, ?)", id, $"needle-{id}-" + new string('x', 200));
    }

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("no database")]
    [InlineData("zeroed page")]
    [InlineData("truncated")]
    [InlineData("emptied")]
    [InlineData("foreign")]
    public void Open_DamagedFile_IsMovedAside(string damage)
    {
        _store.Store.Dispose();
        var bytes = File.ReadAllBytes(_store.File);
        switch (damage)
        {
            case "no database":
                File.WriteAllText(_store.File, "this is not a database, and it is long enough for a header");
                break;
            case "zeroed page":
                bytes.AsSpan(4096 * (bytes.Length / 4096 / 2), 4096).Clear();
                File.WriteAllBytes(_store.File, bytes);
                break;
            case "truncated":
                File.WriteAllBytes(_store.File, bytes[..(bytes.Length / 2)]);
                break;
            case "emptied":
                File.WriteAllBytes(_store.File, []);
                File.WriteAllBytes(_store.File + "-wal", [1, 2, 3]);
                break;
            default:
                File.Delete(_store.File);
                using (var foreign = SqliteConnection.Open(_store.File))
                    foreign.Execute("CREATE TABLE x (a)");
                break;
        }

        var damaged = File.ReadAllBytes(_store.File);
        var quarantined = _store.Reopen();
        Assert.NotNull(quarantined);
        Assert.Equal(new StoreMeta(), _store.Store.Meta);
        Assert.Empty(_store.Store.Tables.Hashes);
        var moved = Assert.Single(Directory.GetFiles(Path.Combine(_store.Folder, "quarantine"), SqliteStoreOptions.FileName, SearchOption.AllDirectories));
        Assert.Equal(damaged, File.ReadAllBytes(moved));
        Assert.Null(_store.Reopen());
    }

    [Fact]
    public void Open_WalDeleted_IsAnEarlierState()
    {
        _store.Store.Dispose();
        _store.Reopen();
        _store.Must("INSERT INTO u VALUES ('late')");
        var applied = _store.Store.Meta.Applied;
        var main = File.ReadAllBytes(_store.File);
        _store.Store.Dispose();
        File.WriteAllBytes(_store.File, main);
        Assert.Null(_store.Reopen());
        Assert.True(_store.Store.Meta.Applied < applied);
        _store.AssertHashesHold();
    }

    [Fact]
    public void Open_CopyOfANewerProgram_IsLeftAlone()
    {
        _store.Store.Dispose();
        using (var connection = SqliteConnection.Open(_store.File))
            connection.Execute("PRAGMA user_version = 99");
        var fault = Assert.Throws<StoreFailedException>(() => _store.Reopen());
        Assert.False(fault.IsDamage);
        Assert.True(File.Exists(_store.File));
    }

    [Fact]
    public async Task Pass_FlippedByte_NamesTheTable()
    {
        var scrubber = new SqliteScrubber(_store.File, TimeProvider.System);
        Assert.Empty(await scrubber.PassAsync(TestContext.Current.CancellationToken));
        FlipByte();
        Assert.Equal(["t"], await scrubber.PassAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(_store.Store.Tables.Recompute()["t"], _store.Store.Tables.Hashes["t"]);
        Assert.Equal(_store.Store.Tables.Recompute()["u"], _store.Store.Tables.Hashes["u"]);
    }

    [Fact]
    public async Task Make_FlippedByte_IsNotPassedOn()
    {
        FlipByte();
        var folder = _store.PathOf("snapshots");
        var fault = await Assert.ThrowsAsync<StoreFailedException>(() => new SqliteSnapshotMaker(_store.File, folder).MakeAsync(TestContext.Current.CancellationToken));
        Assert.True(fault.IsDamage);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Pass_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SqliteScrubber(_store.File, TimeProvider.System).PassAsync(cancelled.Token));
    }

    [Fact]
    public void Commit_FullDisk_FailsAndKeepsThePreviousState()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a small file system can be mounted by root only");
        var mount = _store.PathOf("small");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount), "this system does not let a file system be mounted");
        try
        {
            FillDisk(mount);
        }
        finally
        {
            Assert.True(Run("umount", mount));
        }
    }

    private static void FillDisk(string mount)
    {
        using (var store = SqliteReplicaStore.Open(mount).Store)
        {
            Commit(store, 1, "CREATE TABLE t (a)");
            Commit(store, 2, "INSERT INTO t VALUES ('kept')");
            Assert.Throws<StoreFailedException>(() => Commit(store, 3, "INSERT INTO t VALUES (zeroblob(2000000))"));
        }

        using var again = SqliteReplicaStore.Open(mount).Store;
        Assert.Equal(new Lsn(2), again.Meta.Applied);
        Assert.Equal(again.Tables.Recompute(), again.Tables.Hashes);
        Commit(again, 3, "INSERT INTO t VALUES ('room again')");
    }

    private static void Commit(SqliteReplicaStore store, long lsn, string sql)
    {
        store.Begin();
        Assert.True(store.Tables.Execute(Records.Operation(lsn), Records.Of(Records.Statement(sql)) with { MayDefine = true }).IsOk);
        store.Commit(new StoreMeta { Applied = new Lsn(lsn), ScanLsn = new Lsn(lsn) });
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    // At rest: in the file itself, after everything in the WAL file was moved there.
    private void FlipByte()
    {
        _store.Store.Dispose();
        var bytes = File.ReadAllBytes(_store.File);
        var at = bytes.AsSpan().IndexOf("needle-57-"u8);
        bytes[at]++;
        File.WriteAllBytes(_store.File, bytes);
        Assert.Null(_store.Reopen());
    }
}
