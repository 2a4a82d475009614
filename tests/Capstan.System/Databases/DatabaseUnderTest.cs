using System.Globalization;
using Capstan.History;
using Capstan.History.Checking;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A replicated database that the real launcher runs, with everything that a test does to it and looks at.</summary>
internal sealed class DatabaseUnderTest : IDisposable
{
    /// <summary>Time within which all is well again once nothing disturbs any more.</summary>
    public static readonly TimeSpan HealLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AgreeLimit = TimeSpan.FromSeconds(10);

    private readonly HashSet<Leadership> _leaderships = [];

    private readonly ServersUnderTest? _servers;

    private readonly IWorkerPlaces _places;

    private DatabaseUnderTest(DatabaseDraft draft, StackUnderTest stack, ServersUnderTest? servers)
    {
        Draft = draft;
        Stack = stack;
        _servers = servers;
        _places = draft.Engine == Engine.Containers ? new WorkerVolumes(stack.Draft.Name) : new WorkerFolders(stack, Folder);
        Sql = new SqlClient(draft.Port);
    }

    public DatabaseDraft Draft { get; }

    public StackUnderTest Stack { get; }

    public SqlClient Sql { get; }

    /// <summary>The broker and the ensemble below it.</summary>
    public ServersUnderTest Servers => _servers ?? throw new InvalidOperationException("The database runs on no servers.");

    /// <summary>Everything that the database keeps, but for what workers in containers do.</summary>
    public string Folder => Path.Combine(Stack.StateFolder, "databases", DatabaseDraft.Name);

    /// <summary>Starts a database, waits until it is whole, runs a test against it, and stops it.</summary>
    public static Task RunAsync(DatabaseDraft draft, Func<DatabaseUnderTest, Task> test) => PrepareAsync(draft, async database =>
    {
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(60));
        await test(database);
        await database.Stack.DownAsync();
    });

    /// <summary>Gives a test the folder of a database that it starts itself.</summary>
    public static async Task PrepareAsync(DatabaseDraft draft, Func<DatabaseUnderTest, Task> test)
    {
        if (draft.Engine == Engine.Containers)
            await WorkerVolumes.NeedAsync();
        await using var servers = draft.Engine == Engine.Embedded ? null : await ServersUnderTest.TakeAsync(draft.Servers, draft.Engine);
        var plan = draft.Stack(servers);
        try
        {
            await StackUnderTest.PrepareAsync(plan, async stack =>
            {
                File.WriteAllText(stack.Folder["schema.sql"], draft.Schema);
                using var database = new DatabaseUnderTest(draft, stack, servers);
                await test(database);
            });
        }
        finally
        {
            if (plan.Runtime == Runtime.Docker)
                await DockerEngine.RemoveVolumesAsync(plan.Name);
        }
    }

    /// <summary>Name of a case for its figures.</summary>
    public string Title(string what) => Draft.Engine switch
    {
        Engine.Servers => $"Database on servers, {what}",
        Engine.Containers => $"Database in containers, {what}",
        _ => $"Database, {what}",
    };

    /// <summary>The folder of a slot's worker, with its copy.</summary>
    public string FolderOf(int slot) => _places.FolderOf(slot);

    /// <summary>What a slot would have a disk of its own for.</summary>
    public string DiskOf(int slot) => _places.DiskOf(slot);

    /// <summary>The process ids of the workers that run.</summary>
    public Task<IReadOnlyList<int>> WorkersAsync() => _places.RunningAsync();

    /// <summary>The database in the status; null while nobody answers.</summary>
    public async Task<DatabaseView?> LookAsync()
    {
        var view = await Stack.Admin.StatusAsync() is { Databases: { } databases } ? databases.SingleOrDefault(database => database.Name == DatabaseDraft.Name) : null;
        if (view?.Leader is { } leader)
            _leaderships.Add(new Leadership(view.Epoch, leader.Slot, leader.Pid));
        return view;
    }

    /// <summary>Waits until the status is as wanted.</summary>
    public async Task<(DatabaseView Status, TimeSpan Took)> WhenAsync(string what, TimeSpan limit, Func<DatabaseView, bool> isSo)
    {
        DatabaseView? last = null;
        return await Until.SomeAsync(what, limit, SeeAsync, () => $"Last status: {last?.ToString() ?? "none"}");

        async Task<DatabaseView?> SeeAsync()
        {
            last = await LookAsync();
            return last is not null && isSo(last) ? last : null;
        }
    }

    /// <summary>Waits until there is a leader and every worker is ready.</summary>
    public async Task<DatabaseView> HealedAsync(TimeSpan? limit = null)
    {
        // A status may be from before the death of one that it tells of.
        var (status, _) = await WhenAsync(
            "a leader and every worker ready", limit ?? HealLimit, view => view.IsWhole && view.Workers.All(worker => worker.Pid is { } pid && LeftBehind.IsAlive(pid)));
        await _places.LookAsync();
        return status;
    }

    /// <summary>The leader, once there is one.</summary>
    public async Task<WorkerView> LeaderAsync(TimeSpan? limit = null) => (await WhenAsync("a leader", limit ?? HealLimit, status => status.Leader is not null)).Status.Leader!;

    /// <summary>Waits for another leader than that one.</summary>
    public async Task<(WorkerView Leader, TimeSpan Took)> NextLeaderAsync(WorkerView before, TimeSpan limit)
    {
        var (status, took) = await WhenAsync($"another leader than process {before.Pid}", limit, view => view.Leader is { } leader && leader.Pid != before.Pid);
        return (status.Leader!, took);
    }

    /// <summary>Has what its slots keep be where it will be, as of a database that has been stopped: volumes are there from the first start on.</summary>
    public async Task LayOutAsync()
    {
        if (Draft.Engine != Engine.Containers)
            return;
        await Stack.StartAsync();
        await HealedAsync(TimeSpan.FromSeconds(60));
        await Stack.DownAsync();
    }

    /// <summary>Ends every process of the stack at once: the controller, the guard where there is one, and the workers.</summary>
    public async Task KillAllAsync()
    {
        while ((IReadOnlyList<int>)[.. Stack.Processes().Union(await WorkersAsync())] is { Count: > 0 } pids)
        {
            foreach (var pid in pids)
                Signals.TrySend(pid, Signals.Kill);
        }

        await Stack.Controller.EndAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>
    /// Starts the stack while the worker of a slot, which alone holds all that was acknowledged, cannot start: nobody may lead, and a write
    /// that is tried must not be acknowledged. As soon as it can start it gives the log back what that has lost; who leads then is another matter.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="before">The last event from before the end of everything.</param>
    /// <param name="record">Gets the write.</param>
    public async Task StartWithoutAsync(int slot, long before, Action<RecordedCall> record)
    {
        // What it makes first of all. Its folder itself will not do: what a container is given is unpacked over whatever lies there.
        using (SwappedFolder.Begin(Path.Combine(FolderOf(slot), "temporary")))
        {
            await Stack.StartAsync();
            var blocked = await Stack.EventAsync("the election held up", TimeSpan.FromSeconds(60), happened => happened.Kind == "database.election-blocked", before);
            Assert.Contains($"slot {slot} may hold it", blocked.Reason);
            // An even number: it gives up at once.
            await new RegisterClient(Sql, 900_000 + (2 * slot), Record).WriteAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain(await Stack.Admin.EventsAsync(before), happened => happened.Kind == "database.leader-elected");
        }

        var repaired = await Stack.EventAsync("the repair told", TimeSpan.FromSeconds(60), happened => happened.Kind == "database.log-repaired", before);
        Assert.Equal(slot, (int)repaired.Figure("slot"));

        void Record(RecordedCall call)
        {
            record(call);
            Assert.False(call.IsAcknowledged, call.ToString());
        }
    }

    /// <summary>Every worker's copy, once all of them hold the same.</summary>
    public async Task<IReadOnlyList<WorkerDump>> DumpAsync()
    {
        var status = await HealedAsync();
        // Who was ready a moment ago may not take reads yet.
        SqlAnswer? answer = null;
        await Until.TrueAsync("a linear read", AgreeLimit, async () => (answer = await Sql.QueryAsync("linear", 0, new Sql("SELECT 1"))).IsOk, () => $"{answer}");
        IReadOnlyList<WorkerDump> last = [];
        try
        {
            (last, _) = await Until.SomeAsync("every worker at the same position", AgreeLimit, () => Task.FromResult(Agreed()));
        }
        catch (TimeoutException)
        {
            // What they hold then is what is judged.
            Assert.NotEmpty(last);
            return last;
        }

        // A worker that starts again just now is in no status for a moment.
        await WhenAsync("the status tells how far the copies are", AgreeLimit, view => last.All(
            dump => view.Workers.Any(worker => worker.Slot == dump.Slot && worker.Applied == dump.Applied)));
        return last;

        IReadOnlyList<WorkerDump>? Agreed()
        {
            try
            {
                last = [.. status.Workers.Select(worker => Dumps.Read(worker.Slot, FolderOf(worker.Slot)))];
            }
            catch (CopyException)
            {
                return null;
            }

            return last.All(dump => dump.Applied >= answer!.Position && dump.Applied == last[0].Applied) ? last : null;
        }
    }

    /// <summary>Waits until all is well and judges a load by what it left (CHECK-ALL).</summary>
    public async Task<Report> JudgeAsync(IReadOnlyList<RecordedCall> calls, IReadOnlySet<string>? poison = null)
    {
        var workers = await DumpAsync();
        foreach (var told in (await Stack.Admin.EventsAsync()).Where(happened => happened.Kind == "database.leader-elected"))
            _leaderships.Add(new Leadership(long.Parse(told.Reason[(told.Reason.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture), (int)told.Figure("slot"), null));
        var report = CheckAll.Of(new Evidence { Calls = calls, Workers = workers, Leaderships = [.. _leaderships], Poison = poison ?? new HashSet<string>() });
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{calls.Count} calls ({string.Join(", ", calls.CountBy(call => call.Outcome).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"))}), {workers[0].Applied} records: {report}");
        Assert.True(report.IsGood, report.ToString());
        Assert.True(report.Counters.Acknowledged > 0, "no write was acknowledged");
        return report;
    }

    public void Dispose() => Sql.Dispose();
}
