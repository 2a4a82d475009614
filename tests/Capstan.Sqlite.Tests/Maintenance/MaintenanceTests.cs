namespace Capstan.Sqlite.Tests.Maintenance;

public sealed class MaintenanceTests : IDisposable
{
    private readonly DatabaseFolder _folder = new();
    private readonly SqliteConnection _writer;

    public MaintenanceTests()
    {
        _writer = SqliteConnection.Open(_folder.File("a.db"), new SqliteOpenOptions { BusyTimeout = TimeSpan.Zero });
        _writer.ExecuteScript("PRAGMA journal_mode = WAL; CREATE TABLE t(a)"u8);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Checkpoint_Passive_MovesWhatNoReaderHolds()
    {
        _writer.SetAutoCheckpoint(0);
        _writer.Checkpoint(SqliteCheckpointMode.Truncate);
        _writer.Execute("INSERT INTO t VALUES (1)");
        using var reader = Reader();
        reader.Begin();
        Assert.Equal(1, reader.QueryInt64("SELECT count(*) FROM t"));
        _writer.Execute("INSERT INTO t VALUES (2)");

        Assert.Equal(new SqliteCheckpoint(false, 2, 1), _writer.Checkpoint());
        Assert.Equal(new SqliteCheckpoint(true, 2, 1), _writer.Checkpoint(SqliteCheckpointMode.Truncate));
        reader.Commit();
        Assert.Equal(new SqliteCheckpoint(false, 0, 0), _writer.Checkpoint(SqliteCheckpointMode.Truncate));
        Assert.Equal(0, new FileInfo(_folder.File("a.db-wal")).Length);
    }

    [Fact]
    public void Checkpoint_OutsideWalMode_SaysSo()
    {
        using var connection = SqliteConnection.OpenMemory();

        Assert.Equal(new SqliteCheckpoint(false, -1, -1), connection.Checkpoint());
    }

    [Fact]
    public void WalHook_AfterEachCommit_TellsTheFrames()
    {
        var frames = new List<int>();
        _writer.Checkpoint(SqliteCheckpointMode.Truncate);
        _writer.WalHook = frames.Add;
        _writer.Execute("INSERT INTO t VALUES (1)");
        _writer.Execute("INSERT INTO t VALUES (2)");
        _writer.SetAutoCheckpoint(1000);
        _writer.Execute("INSERT INTO t VALUES (3)");

        Assert.Equal([1, 2], frames);
        Assert.Null(_writer.WalHook);
    }

    [Fact]
    public void Checks_OfASoundFile_FindNothing()
    {
        Assert.Empty(_writer.QuickCheck());
        Assert.Empty(_writer.IntegrityCheck());
    }

    [Fact]
    public void Checks_OfADamagedIndex_AreIntegrityChecksAlone()
    {
        _writer.ExecuteScript("CREATE INDEX i ON t(a); INSERT INTO t VALUES (1), (2)"u8);
        _writer.Checkpoint(SqliteCheckpointMode.Truncate);
        var page = _writer.QueryInt64("SELECT rootpage FROM sqlite_schema WHERE name = 'i'");
        var size = _writer.QueryInt64("PRAGMA page_size");
        _writer.Dispose();
        using (var file = File.Open(_folder.File("a.db"), FileMode.Open))
        {
            // Cell count of the index page: one entry is lost, and the page stays sound.
            file.Position = ((page - 1) * size) + 4;
            file.WriteByte(1);
        }
        using var connection = Reader();

        Assert.DoesNotContain(connection.QuickCheck(), fault => fault.Contains("missing from index", StringComparison.Ordinal));
        Assert.Contains(connection.IntegrityCheck(), fault => fault.Contains("missing from index", StringComparison.Ordinal));
        Assert.Single(connection.IntegrityCheck(1));
    }

    [Fact]
    public void VacuumInto_FromAReader_IsACompleteCopy()
    {
        Fill(2000);
        var shares = new List<double>();
        using (var reader = Reader()) reader.VacuumInto(_folder.File("copy.db"), new Told(shares.Add), TestContext.Current.CancellationToken);
        using var copy = SqliteConnection.Open(_folder.File("copy.db"));

        Assert.Equal(2000, copy.QueryInt64("SELECT count(*) FROM t"));
        Assert.Empty(copy.QuickCheck());
        Assert.Equal("delete", copy.QueryText("PRAGMA journal_mode"));
        Assert.NotEmpty(shares);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(shares.Order(), shares);
    }

    [Fact]
    public void VacuumInto_WithHookAndAuthorizer_DisturbsNeither()
    {
        Fill(10);
        var changes = 0;
        var progress = 0;
        _writer.ChangeHandler = (in _) => changes++;
        _writer.Authorizer = (in _) => SqliteVerdict.Deny;
        _writer.SetProgress(() => ++progress < 0, 10);

        _writer.VacuumInto(_folder.File("copy.db"), null, TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (changes, progress));
        _writer.Authorizer = null;
        _writer.Execute("SELECT count(*) FROM t, t AS u");
        Assert.NotEqual(0, progress);
    }

    [Fact]
    public void VacuumInto_Cancelled_LeavesNoFile()
    {
        Fill(20_000);
        using var cancelled = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => _writer.VacuumInto(_folder.File("copy.db"), new Told(_ => cancelled.Cancel()), cancelled.Token));

        Assert.False(File.Exists(_folder.File("copy.db")));
        Assert.Throws<OperationCanceledException>(() => _writer.VacuumInto(_folder.File("copy.db"), null, cancelled.Token));
        Assert.Equal(20_000, _writer.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void VacuumInto_FileWithContent_IsRefusedAndLeftAlone()
    {
        File.WriteAllText(_folder.File("other.txt"), "content");

        Assert.Contains("already exists", Assert.Throws<SqliteException>(() => _writer.VacuumInto(_folder.File("other.txt"), null, TestContext.Current.CancellationToken)).Message);
        Assert.Equal("content", File.ReadAllText(_folder.File("other.txt")));
    }

    [Fact]
    public void VacuumInto_InsideATransaction_IsRefused()
    {
        _writer.Begin();

        Assert.Throws<SqliteException>(() => _writer.VacuumInto(_folder.File("copy.db"), null, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_folder.File("copy.db")));
    }

    [Fact]
    public void ReadTables_OfEachKind_TellsThemApart()
    {
        _writer.ExecuteScript("CREATE TABLE w(k PRIMARY KEY, v AS (k)) WITHOUT ROWID; CREATE TABLE s(i INT) STRICT; CREATE VIEW v AS SELECT 1 AS x"u8);
        var tables = _writer.ReadTables();

        Assert.Contains(new SqliteTable("main", "t", "table", 1, true, false), tables);
        Assert.Contains(new SqliteTable("main", "w", "table", 2, false, false), tables);
        Assert.Contains(new SqliteTable("main", "s", "table", 1, true, true), tables);
        Assert.Contains(tables, table => table is { Name: "v", Kind: "view" });
    }

    private SqliteConnection Reader() => SqliteConnection.Open(_folder.File("a.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });

    private void Fill(int rows)
    {
        using var fill = _writer.Prepare("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?1) SELECT i || zeroblob(300) FROM n");
        fill.BindInt64(1, rows);
        fill.Execute();
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
