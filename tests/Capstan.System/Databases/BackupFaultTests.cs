using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A backup or restore is interrupted: no half file, no half database.</summary>
public sealed class BackupFaultTests
{
    private const int Rows = 2_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Followers = 1, Schema = "CREATE TABLE blobs (id INTEGER PRIMARY KEY, content BLOB NOT NULL);" };

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Backup_WrittenAndRestored_BringsEverythingBack(Engine engine) => RunAsync(engine, async (database, file) =>
    {
        var backup = await CliAsync(database, "backup", file, "--json");
        Assert.True(backup.Code == 0, backup.ToString());
        Assert.Contains($"\"bytes\":{new FileInfo(file).Length},\"digest\":\"", backup.Output, StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(file));
        var again = await CliAsync(database, "backup", file);
        Assert.Equal(1, again.Code);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CliAsync(database, "backup", file, "--force")).Code);

        Assert.True((await database.Sql.ExecuteAsync(null, new Sql("DELETE FROM blobs WHERE id > 5"))).IsOk);
        var unasked = await CliAsync(database, "restore", file);
        Assert.Equal((1, 5L), (unasked.Code, await CountAsync(database)));
        var restored = await CliAsync(database, "restore", file, "--yes");
        Assert.True(restored.Code == 0, restored.ToString());
        Assert.Equal(Rows, await CountAsync(database));
    });

    [Theory, OnEngines(Signals.Interrupt, Signals.Kill, ServersInFullRoundsOnly = true)]
    public Task Backup_Interrupted_LeavesNoFileOfThatName(Engine engine, int signal) => RunAsync(engine, async (database, file) =>
    {
        var folder = Path.GetDirectoryName(file)!;
        await Interruption.RepeatAsync(async _ =>
        {
            File.Delete(file);
            using var backup = Start(database, "backup", file);
            var isSeen = await Interruption.IsSeenAsync(backup, Limit, () => Directory.GetFiles(folder, "*.part").Length > 0);
            Signals.TrySend(backup.Pid, signal);
            var code = await backup.EndAsync(Limit);
            Assert.Equal(code == 0, File.Exists(file));
            return isSeen && code != 0;
        });
        if (signal == Signals.Interrupt)
            Assert.Empty(Directory.GetFiles(folder, "*.part"));
        Assert.Equal(0, (await CliAsync(database, "backup", file, "--force")).Code);
    });

    [Theory, OnEngines(Signals.Interrupt, Signals.Kill, ServersInFullRoundsOnly = true)]
    public Task Restore_Interrupted_IsDoneOnceOrNotAtAll(Engine engine, int signal) => RunAsync(engine, async (database, file) =>
    {
        Assert.Equal(0, (await CliAsync(database, "backup", file)).Code);
        await Interruption.RepeatAsync(async attempt =>
        {
            var key = $"once-{attempt}";
            Assert.True((await database.Sql.ExecuteAsync(null, new Sql("DELETE FROM blobs WHERE id > 5"))).IsOk);
            using var restore = Start(database, "restore", file, "--yes", "--key", key);
            var isSeen = await Interruption.IsSeenAsync(restore, Limit, () => Directory.GetFiles(database.Folder, "upload-*.tmp", SearchOption.AllDirectories).Length > 0);
            Signals.TrySend(restore.Pid, signal);
            var code = await restore.EndAsync(Limit);
            await database.HealedAsync();
            Assert.Contains(await CountAsync(database), (long?[])[5L, Rows]);
            Assert.Equal(0, (await CliAsync(database, "restore", file, "--yes", "--key", key)).Code);
            Assert.Equal(Rows, await CountAsync(database));
            return isSeen && code != 0;
        });
    });

    private static Task RunAsync(Engine engine, Func<DatabaseUnderTest, string, Task> test) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        var filled = await database.Sql.ExecuteAsync(null, new Sql($"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) INSERT INTO blobs SELECT i, randomblob(4000) FROM n"));
        Assert.True(filled.IsOk, filled.ToString());
        await test(database, Path.Combine(database.Stack.Folder.Shared("backups"), "backup.db"));
    });

    private static Task<CliResult> CliAsync(DatabaseUnderTest database, params string[] words) => database.Stack.CliAsync(["db", .. words, "--file", database.Stack.File]);

    private static ChildRun Start(DatabaseUnderTest database, params string[] words) => database.Stack.Run(["db", .. words, "--file", database.Stack.File]);

    private static Task<long?> CountAsync(DatabaseUnderTest database) => database.Sql.ValueAsync("SELECT count(*) FROM blobs");
}
