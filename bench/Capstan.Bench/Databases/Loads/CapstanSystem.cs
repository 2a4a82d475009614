using System.Text.Json.Nodes;
using Capstan.Bench.Databases.Lag;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Loads;

/// <summary>Capstan: one leader and one follower.</summary>
internal sealed class CapstanSystem : ILaggingSystem
{
    private readonly BenchRun _run;
    private readonly DatabaseStack _database;
    private readonly WriteCount _writes = new();

    private CapstanSystem(BenchRun run, DatabaseStack database, long position)
    {
        (_run, _database) = (run, database);
        Loads =
        [
            Of(LoadKind.Any, "Capstan, `any`", "/v1/query", "capstan-read.lua", "any"),
            Of(LoadKind.Any, "Capstan, `session`", "/v1/query", "capstan-read.lua", "session", $"{position}"),
            Of(LoadKind.Linear, "Capstan, `linear`", "/v1/query", "capstan-read.lua", "linear"),
            Of(LoadKind.Write, "Capstan", "/v1/execute", "capstan-write.lua"),
        ];
    }

    public IReadOnlyList<Load> Loads { get; }

    public string Follower => "Capstan, `any` at the follower";

    /// <summary>Starts it and puts the rows in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="settings">Keys of the database that take the place of their defaults, as <c>key=value</c>.</param>
    public static async Task<CapstanSystem> StartAsync(BenchRun run, params IEnumerable<string> settings)
    {
        var database = await DatabaseStack.StartAsync(run, ["followers=1", .. settings]);
        try
        {
            var position = await database.Sql.ExecuteAsync(Rows.Insert, run.Ending);
            await database.EvenAsync();
            return new CapstanSystem(run, database, position);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it has on disk.</summary>
    public Task<DiskUse> DiskAsync() => DiskUse.OfAsync("load", _database, _run.Ending);

    /// <summary>One sentence: the SQLite of its workers and the disk below.</summary>
    public Task<string> DescribeAsync() => _database.DescribeAsync();

    public async Task CheckAsync() => _writes.Check("Capstan", await _database.Sql.NumberAsync($"SELECT sum(writes) FROM item WHERE id <= {Rows.Count}", "linear", _run.Ending));

    public Task MarkAsync(long number) =>
        _database.Sql.ExecuteAsync(new JsonObject { ["sql"] = "UPDATE item SET writes = ? WHERE id = ?", ["parameters"] = new JsonArray(number, Rows.Mark) }, _run.Ending);

    public Task<long> SeenAsync() => _database.Sql.NumberAsync($"SELECT writes FROM item WHERE id = {Rows.Mark}", "any", _run.Ending);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Load Of(LoadKind kind, string name, string path, string script, params IEnumerable<string> words) =>
        new(kind, name, (connections, seconds) => TurnAsync(kind, name, connections, () =>
            Wrk.RunAsync(_database.Url + path, Path.Combine("database", script), connections, seconds, null, [$"{Rows.Count}", .. words], _run.Ending)));

    private async Task<LoadResult> TurnAsync(LoadKind kind, string name, int connections, Func<Task<ClientReport>> load)
    {
        var view = await _database.EvenAsync();
        var before = CpuTimes.Of(_database.Pid, view);
        var result = await load();
        var used = CpuTimes.Of(_database.Pid, view) - before;
        if ((await _database.LookAsync()).Epoch != view.Epoch)
            throw new BenchException($"the leader changed under load ({name}, {connections} connections); {_database.Events.Last()}");
        var done = result.Requests - result.Errors;
        if (kind == LoadKind.Write)
            _writes.Add(done, result.Errors + connections);
        return new LoadResult(done, result.Seconds, result.Errors, result.P50, result.P99, used.Parts, result.Cpu);
    }
}
