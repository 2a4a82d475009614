using System.Diagnostics;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases.Postgres;

/// <summary>
/// A primary and one synchronous standby, on loopback: a commit is acknowledged when both have flushed it. Everything is PostgreSQL's
/// default but where it listens and how many connections it takes.
/// </summary>
internal sealed class PostgresPair : IAsyncDisposable
{
    private const string Database = "postgres";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly BenchRun _run;
    private readonly List<Child> _children = [];

    private PostgresPair(BenchRun run) => _run = run;

    /// <summary>Port of the primary.</summary>
    public int Primary { get; } = FreePorts.One();

    /// <summary>Port of the standby.</summary>
    public int Standby { get; } = FreePorts.One();

    /// <summary>CPU seconds of both so far, those of ended connections included.</summary>
    public double CpuSeconds => _children.Sum(child => ProcessTree.CpuSecondsOfFamily(child.Pid));

    /// <summary>Starts both, with the table and its rows, and waits until the standby is synchronous.</summary>
    public static async Task<PostgresPair> StartAsync(BenchRun run, string schema)
    {
        var pair = new PostgresPair(run);
        try
        {
            await pair.StartBothAsync(schema);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Arguments that take a client to one of them.</summary>
    public static IReadOnlyList<string> Address(int port) => ["-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres"];

    /// <summary>A lasting connection to one of them.</summary>
    public static PsqlSession Connect(int port) => new([.. Address(port), Database]);

    /// <summary>How many processes serve connections to the primary or the standby, and everything else, now.</summary>
    public int Processes(int port) => ProcessTree.Children(_children[port == Primary ? 0 : 1].Pid).Count;

    public async ValueTask DisposeAsync()
    {
        // The primary first: it sends the standby what it lacks, and the standby waits for nobody.
        foreach (var child in _children)
            await child.DisposeAsync();
    }

    private async Task StartBothAsync(string schema)
    {
        var folder = _run.NewFolder("postgres");
        await PostgresUser.OwnAsync(folder, _run.Ending);
        var (primary, standby) = (Path.Combine(folder, "primary"), Path.Combine(folder, "standby"));
        await PostgresUser.RunAsync("initdb", ["--auth=trust", "--username=postgres", "--pgdata", primary], _run.Ending);
        await StartAsync(primary, Primary);
        // Before the standby is there: otherwise these writes would wait for it.
        await SqlAsync(schema);
        await PostgresUser.RunAsync("pg_basebackup", [.. Address(Primary), "--pgdata", standby, "--write-recovery-conf", "--checkpoint=fast"], _run.Ending);
        await StartAsync(standby, Standby);
        await SqlAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await SqlAsync("SELECT pg_reload_conf()");
        await UntilAsync("the standby is synchronous", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'", "1", Primary);
        await SqlAsync("CHECKPOINT");
    }

    private async Task StartAsync(string data, int port)
    {
        var command = PostgresUser.Command("postgres", "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=600");
        // SIGINT ends connections, too; SIGTERM would wait for them.
        _children.Add(Child.Start(null, None, Signals.Interrupt, command[0], command.Skip(1)));
        await UntilAsync("it answers", "SELECT 1", "1", port);
    }

    private Task<string> SqlAsync(string sql) => SqlAsync(sql, Primary);

    private async Task<string> SqlAsync(string sql, int port) =>
        (await Command.RunAsync(PostgresUser.Program("psql"), ["-qtAX", "-v", "ON_ERROR_STOP=1", .. Address(port), "-c", sql, Database], _run.Ending)).Trim();

    private async Task UntilAsync(string what, string sql, string wanted, int port)
    {
        var begin = Stopwatch.GetTimestamp();
        var last = "";
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            try
            {
                last = await SqlAsync(sql, port);
            }
            catch (BenchException fault)
            {
                last = fault.Message;
            }

            if (last == wanted)
                return;
            await Task.Delay(100, _run.Ending);
        }

        throw new BenchException($"PostgreSQL, not within {StartLimit.TotalSeconds:0} s: {what}; {last}; {string.Join(" / ", _children.Select(child => child.LastWords))}");
    }
}
