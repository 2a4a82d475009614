using System.Globalization;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>An import is interrupted wherever it can be: either all of its rows are there or none, and repeating it finishes.</summary>
public sealed class ImportFaultTests
{
    private const int Rows = 50_000;
    private const string Schema = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Followers = 1, Schema = Schema };

    [Theory, OnEngines("reading", "uploading", ServersInFullRoundsOnly = true)]
    public Task CliKilled_WhileItWorks_RepeatingFinishes(Engine engine, string stage) => RunAsync(engine, async (database, file) =>
    {
        var temporary = database.Stack.Folder.Shared("temporary");
        var key = await InterruptAsync(database, file, temporary, stage, async import =>
        {
            Signals.TrySend(import.Pid, Signals.Kill);
            return await import.EndAsync(Limit) != 0;
        });
        await FinishAsync(database, file, temporary, key);
    });

    [Theory, OnEngines("c23", "c24", ServersInFullRoundsOnly = true)]
    public Task LeaderEnds_WhileItApplies_TheImportFinishes(Engine engine, string place) => RunAsync(engine, async (database, file) =>
    {
        var armed = await ArmedWorker.LeadAsync(database, place);
        using var watch = Watch.Start(database);
        using var import = Start(database, file, database.Stack.Folder.Shared("temporary"), "once");
        await Until.TrueAsync($"the leader ended at {place}", Limit, () => !LeftBehind.IsAlive(armed));
        Assert.True(await import.EndAsync(Limit) == 0, import.Output + import.Error);
        await database.HealedAsync();
        Assert.Equal(Rows, await CountAsync(database));
        await watch.StopAsync();
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task ControllerKilled_WhileAFileComesIn_RepeatingFinishes(Engine engine) => RunAsync(engine, async (database, file) =>
    {
        var temporary = database.Stack.Folder.Shared("temporary");
        var key = await InterruptAsync(database, file, temporary, "uploading", async import =>
        {
            await database.Stack.KillControllerAsync();
            var isIn = !import.HasExited;
            await database.Stack.StartAsync();
            await database.HealedAsync(Limit);
            return await import.EndAsync(Limit) != 0 || isIn;
        });
        await FinishAsync(database, file, temporary, key);
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Interrupted_ByCtrlC_LeavesNoTemporaryFilesAndSaysHowToFinish(Engine engine) => RunAsync(engine, async (database, file) =>
    {
        var temporary = database.Stack.Folder.Shared("temporary");
        var said = "";
        var key = await InterruptAsync(database, file, temporary, "reading", async import =>
        {
            Signals.TrySend(import.Pid, Signals.Interrupt);
            var code = await import.EndAsync(Limit);
            said = import.Error;
            Assert.True(code is 0 or 130, $"exit code {code}: {said}");
            return code == 130;
        });
        Assert.Contains($"--key {key}", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(temporary, "capstan-import-*"));
        await FinishAsync(database, file, temporary, key);
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task RefusedRow_IsNamedByItsLineAndNothingIsChanged(Engine engine) => RunAsync(engine, async (database, file) =>
    {
        await File.AppendAllTextAsync(file, "7,again\n", TestContext.Current.CancellationToken);
        var result = await database.Stack.CliAsync("db", "import", file, "--file", database.Stack.File);
        Assert.Equal(1, result.Code);
        Assert.Contains($"line {Rows + 2}: Table people, row {Rows + 1}: UNIQUE constraint failed: people.id", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(database));
        Assert.Equal(["leader", "follower"], (await database.HealedAsync()).Workers.Select(worker => worker.Role).OrderDescending());
    });

    private static Task RunAsync(Engine engine, Func<DatabaseUnderTest, string, Task> test) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        var file = database.Stack.Folder["people.csv"];
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, Rows).Select(row => $"{row},somebody {row}").Prepend("id,name"), TestContext.Current.CancellationToken);
        await test(database, file);
    });

    /// <summary>Starts imports until one is interrupted at a stage.</summary>
    /// <param name="database">Where to.</param>
    /// <param name="file">What.</param>
    /// <param name="temporary">The folder for its temporary files.</param>
    /// <param name="stage">When.</param>
    /// <param name="interrupt">Interrupts it, sees it end, and says whether it was in the middle of its work.</param>
    /// <returns>The key of that import.</returns>
    private static async Task<string> InterruptAsync(DatabaseUnderTest database, string file, string temporary, string stage, Func<ChildRun, Task<bool>> interrupt)
    {
        var key = "";
        await Interruption.RepeatAsync(async attempt =>
        {
            Assert.True((await database.Sql.ExecuteAsync(null, new Sql("DELETE FROM people"))).IsOk);
            using var import = Start(database, file, temporary, key = $"once-{attempt}");
            var isSeen = await Interruption.IsSeenAsync(import, Limit, () => IsAt(stage, database, temporary));
            var isInterrupted = await interrupt(import);
            await NothingOrAllAsync(database);
            return isSeen && isInterrupted;
        });
        return key;
    }

    private static ChildRun Start(DatabaseUnderTest database, string file, string temporary, string key) => ChildRun.Start(
        database.Stack.Folder.Path, new Dictionary<string, string> { ["TMPDIR"] = temporary }, Repository.Launcher,
        "db", "import", file, "--key", key, "--json", "--file", database.Stack.File);

    private static async Task FinishAsync(DatabaseUnderTest database, string file, string temporary, string key)
    {
        using var again = Start(database, file, temporary, key);
        Assert.True(await again.EndAsync(Limit) == 0, again.Output + again.Error);
        Assert.Contains($"\"tables\":[{{\"table\":\"people\",\"rows\":{Rows},\"created\":false}}]", again.Output, StringComparison.Ordinal);
        Assert.Equal(Rows, await CountAsync(database));
        Assert.Equal((long)Rows * (Rows + 1) / 2, await database.Sql.ValueAsync("SELECT sum(id) FROM people"));
    }

    private static bool IsAt(string stage, DatabaseUnderTest database, string temporary) => stage == "reading"
        ? Directory.Exists(temporary) && Directory.GetDirectories(temporary, "capstan-import-*").Length > 0
        : Directory.GetFiles(database.Folder, "upload-*.tmp", SearchOption.AllDirectories).Length > 0;

    private static async Task NothingOrAllAsync(DatabaseUnderTest database)
    {
        await database.HealedAsync();
        Assert.Contains(await CountAsync(database), (long?[])[0L, Rows]);
    }

    private static Task<long?> CountAsync(DatabaseUnderTest database) => database.Sql.ValueAsync("SELECT count(*) FROM people");

    /// <summary>Reads all the while, and sees no part of the rows.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task _reading = Task.CompletedTask;

        public static Watch Start(DatabaseUnderTest database)
        {
            var watch = new Watch();
            watch._reading = Task.Run(() => watch.ReadAsync(database), CancellationToken.None);
            return watch;
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _reading;
        }

        public void Dispose() => _stop.Dispose();

        private async Task ReadAsync(DatabaseUnderTest database)
        {
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            while (!_stop.IsCancellationRequested)
            {
                var answer = await database.Sql.QueryAsync("any", 0, new Sql("SELECT count(*) FROM people"));
                if (answer.IsOk)
                    seen.Add(answer.Value()!.Value.ToString(CultureInfo.InvariantCulture));
            }

            Assert.Subset(new SortedSet<string>(["0", Rows.ToString(CultureInfo.InvariantCulture)]), seen);
            Assert.NotEmpty(seen);
        }
    }
}
