using System.Diagnostics;
using Capstan.Bench.Programs;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Databases;

/// <summary>A stack of one database and nothing else, started with <c>capstan up</c> on ports and in a folder of its own.</summary>
internal sealed class DatabaseStack : IAsyncDisposable
{
    /// <summary>Name of the database.</summary>
    public const string Name = "main";

    private static readonly TimeSpan WholeLimit = TimeSpan.FromSeconds(60);

    private readonly BenchRun _run;
    private readonly StackProgram _program;
    private readonly string _name;
    private readonly bool _isDocker;

    private DatabaseStack(BenchRun run, StackProgram program, string name, bool isDocker, string url)
    {
        (_run, _program, _name, _isDocker, Url) = (run, program, name, isDocker, url);
        Sql = new SqlClient(url);
    }

    /// <summary>Process id of the controller.</summary>
    public int Pid => _program.Pid;

    /// <summary>Base URL of the database's API.</summary>
    public string Url { get; }

    /// <summary>A client of it.</summary>
    public SqlClient Sql { get; }

    /// <summary>The stack's events from the first on.</summary>
    public EventJournal Events => _program.Events;

    /// <summary>Everything that the database keeps.</summary>
    public string Folder => Path.Combine(_program.State, "databases", Name);

    /// <summary>Starts the stack and waits until there is a leader and every worker is ready.</summary>
    /// <param name="run">The run.</param>
    /// <param name="settings">Keys of the database that take the place of their defaults, as <c>key=value</c>.</param>
    public static Task<DatabaseStack> StartAsync(BenchRun run, params IEnumerable<string> settings) => StartAsync(run, isDocker: false, settings);

    /// <summary>The same, with workers as child processes or as containers.</summary>
    public static async Task<DatabaseStack> StartAsync(BenchRun run, bool isDocker, IEnumerable<string> settings)
    {
        var (listen, database) = (FreePorts.One(), FreePorts.One());
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["BENCH_LISTEN"] = $"{listen}", ["BENCH_DATABASE"] = $"{database}" };
        var name = $"bench{listen}";
        string[] sets = [$"name={name}", $"runtime={(isDocker ? "docker" : "process")}", .. settings.Select(setting => $"databases.{Name}.{setting}")];
        var program = StackProgram.Start(Repository.At("bench", "database", "capstan.yaml"), Path.Combine(run.NewFolder("db"), "state"), environment, sets);
        var stack = new DatabaseStack(run, program, name, isDocker, $"http://127.0.0.1:{database}");
        try
        {
            await program.ReadyAsync(run);
            await stack.WholeAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the database is as wanted.</summary>
    /// <exception cref="BenchException">It is not within the limit.</exception>
    public async Task<DatabaseView> UntilAsync(string what, TimeSpan limit, Func<DatabaseView, bool> fits) =>
        Of(await _program.UntilAsync(what, limit, view => fits(Of(view)), _run.Ending));

    /// <summary>Waits until there is a leader and every worker is ready.</summary>
    public Task<DatabaseView> WholeAsync() => UntilAsync("a leader and every worker ready", WholeLimit, view => view.IsWhole);

    /// <summary>Waits until every worker is ready and has applied everything.</summary>
    public Task<DatabaseView> EvenAsync() => UntilAsync("every worker at the leader's position", WholeLimit, view => view is { IsWhole: true, IsEven: true });

    /// <summary>The database now.</summary>
    public async Task<DatabaseView> LookAsync() => Of(await _program.Admin.StatusAsync(_run.Ending));

    /// <summary>Runs <c>capstan scale</c>.</summary>
    public Task ScaleAsync(int followers) => _program.CommandAsync("scale", [$"{Name}={followers}"], _run.Ending);

    /// <summary>One sentence: what it rests on here, the SQLite of its workers and the disk below its folder.</summary>
    public async Task<string> DescribeAsync()
    {
        var status = await Sql.StatusAsync(_run.Ending);
        var engine = status.GetProperty("workers")[0].GetProperty("engine").GetString()!.Split(' ')[0];
        return $"SQLite {engine}. {DiskFlush.Describe(Folder)}";
    }

    public async ValueTask DisposeAsync()
    {
        Sql.Dispose();
        var begin = Stopwatch.GetTimestamp();
        // SIGTERM would leave containers running, as it should.
        if (_isDocker && !_program.HasExited)
            await _program.CommandAsync("down", [], CancellationToken.None);
        await _program.DisposeAsync();
        if (_isDocker)
            await DockerEngine.RemoveVolumesAsync(_name);
        _run.Say($"the stack ended after {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s");
    }

    private static DatabaseView Of(StackView view) => view.Databases.Single(database => database.Name == Name);
}
