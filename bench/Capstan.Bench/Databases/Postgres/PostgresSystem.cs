using System.Globalization;
using Capstan.Bench.Databases.Lag;
using Capstan.Bench.Databases.Loads;

namespace Capstan.Bench.Databases.Postgres;

/// <summary>PostgreSQL: one primary and one synchronous standby.</summary>
internal sealed class PostgresSystem : ILaggingSystem
{
    private readonly BenchRun _run;
    private readonly PostgresPair _pair;
    private readonly WriteCount _writes = new();
    private readonly PsqlSession _writing;
    private readonly PsqlSession _reading;

    private PostgresSystem(BenchRun run, PostgresPair pair)
    {
        (_run, _pair, _writing, _reading) = (run, pair, PostgresPair.Connect(pair.Primary), PostgresPair.Connect(pair.Standby));
        var client = new PgBench(run, pair);
        Loads =
        [
            new(LoadKind.Any, "PostgreSQL, standby", (connections, seconds) => client.RunAsync(pair.Standby, "postgres-read.sql", connections, seconds)),
            new(LoadKind.Linear, "PostgreSQL, primary", (connections, seconds) => client.RunAsync(pair.Primary, "postgres-read.sql", connections, seconds)),
            new(LoadKind.Write, "PostgreSQL", (connections, seconds) => client.RunAsync(
                pair.Primary, "postgres-write.sql", connections, seconds, result => _writes.Add(result.Done, result.Errors + connections))),
        ];
    }

    /// <summary>The table, with its rows.</summary>
    public static string Schema { get; } =
        "CREATE TABLE item (id integer PRIMARY KEY, text text NOT NULL, writes integer NOT NULL DEFAULT 0); "
        + $"INSERT INTO item (id, text) SELECT i, lpad(i::text, {Rows.ValueBytes}, '0') FROM generate_series(1, {Rows.Mark}) i";

    public IReadOnlyList<Load> Loads { get; }

    /// <summary>Starts it and puts the rows in.</summary>
    public static async Task<PostgresSystem> StartAsync(BenchRun run) => new(run, await PostgresPair.StartAsync(run, Schema));

    public string Follower => "PostgreSQL, standby";

    public async Task CheckAsync() => _writes.Check("PostgreSQL", await NumberAsync(_writing, $"SELECT sum(writes) FROM item WHERE id <= {Rows.Count}"));

    public Task MarkAsync(long number) => NumberAsync(_writing, $"UPDATE item SET writes = {number} WHERE id = {Rows.Mark} RETURNING writes");

    public Task<long> SeenAsync() => NumberAsync(_reading, $"SELECT writes FROM item WHERE id = {Rows.Mark}");

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
        await _pair.DisposeAsync();
    }

    private async Task<long> NumberAsync(PsqlSession session, string sql) => long.Parse(await session.ValueAsync(sql, _run.Ending), CultureInfo.InvariantCulture);
}
