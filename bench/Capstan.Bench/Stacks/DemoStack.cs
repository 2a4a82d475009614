using System.Diagnostics;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Stacks;

/// <summary>
/// The demo stack (SelfieLessActs) started with <c>capstan up</c>, on ports and in folders of its own, so that a stack that someone
/// runs beside the bench is left alone.
/// </summary>
internal sealed class DemoStack : IAsyncDisposable
{
    /// <summary>The service that has a scaling rule.</summary>
    public const string Acts = "acts";

    private const int SlotPorts = 12;

    private readonly Child _program;
    private readonly string _name;
    private readonly string _file;
    private readonly string _state;
    private readonly bool _isDocker;

    private DemoStack(Child program, string name, string file, string state, bool isDocker, string url)
    {
        (_program, _name, _file, _state, _isDocker, Url) = (program, name, file, state, isDocker, url);
    }

    /// <summary>Process id of the controller.</summary>
    public int Pid => _program.Pid;

    /// <summary>Base URL of the gateway.</summary>
    public string Url { get; }

    /// <summary>The admin API.</summary>
    public AdminApi Admin { get; private set; } = null!;

    /// <summary>Its events from the first on.</summary>
    public EventJournal Events { get; private set; } = null!;

    /// <summary>Starts the stack and waits until everything is ready.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isDocker">Containers instead of child processes.</param>
    /// <param name="settings">Values that take the place of the file's, as <c>path=value</c>.</param>
    public static async Task<DemoStack> StartAsync(BenchRun run, bool isDocker, params IEnumerable<string> settings)
    {
        var file = Repository.At("samples", "selfieless-acts", isDocker ? "capstan.docker.yaml" : "capstan.yaml");
        var folder = run.NewFolder("demo");
        var state = Path.Combine(folder, "state");
        var (gateway, slots) = (FreePorts.One(), FreePorts.Range(SlotPorts));
        var (name, url) = ($"bench{gateway}", $"http://127.0.0.1:{gateway}");
        List<string> sets =
        [
            $"name={name}",
            $"gateway.listen=127.0.0.1:{gateway}",
            $"services.acts.ports={slots}-{slots + SlotPorts - 1}",
            .. isDocker
                ? [$"services.users.ports={FreePorts.One()}", "services.users.publish=127.0.0.1", "services.acts.publish=127.0.0.1"]
                : new[] { $"services.acts.environment.USERS_URL={url}", $"services.acts.environment.DATA={folder}/data", $"services.users.environment.DATA={folder}/data" },
            .. settings,
        ];
        var program = Child.Start(null, new Dictionary<string, string>(StringComparer.Ordinal), Repository.At("capstan"), ["up", "-f", file, "--state", state, .. sets.SelectMany(set => new[] { "--set", set })]);
        var stack = new DemoStack(program, name, file, state, isDocker, url);
        try
        {
            await stack.ConnectAsync(run);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the status is as wanted.</summary>
    /// <exception cref="BenchException">It is not within the limit.</exception>
    public async Task<StackView> UntilAsync(string what, TimeSpan limit, Func<StackView, bool> fits, CancellationToken ending)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var view = await Admin.StatusAsync(ending);
            if (fits(view))
                return view;
            if (Stopwatch.GetElapsedTime(begin) > limit)
                throw new BenchException($"not within {limit.TotalSeconds:0} s: {what}");
            await Task.Delay(25, ending);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Events is not null)
            await Events.DisposeAsync();
        Admin?.Dispose();
        try
        {
            if (_isDocker && !_program.HasExited)
                await RemoveContainersAsync();
        }
        finally
        {
            await _program.DisposeAsync();
        }
    }

    /// <summary>SIGTERM would leave containers running, as it should; and the stack's volumes outlive it, as they should.</summary>
    private async Task RemoveContainersAsync()
    {
        await Command.RunAsync(Repository.At("capstan"), ["down", "-f", _file, "--state", _state], CancellationToken.None);
        var volumes = await Command.RunAsync("docker", ["volume", "ls", "--quiet", "--filter", $"label=capstan.stack={_name}"], CancellationToken.None);
        foreach (var volume in volumes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await Command.RunAsync("docker", ["volume", "rm", volume], CancellationToken.None);
    }

    private async Task ConnectAsync(BenchRun run)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!File.Exists(Path.Combine(_state, "admin.json")))
        {
            if (_program.HasExited || Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(60))
                throw new BenchException($"capstan up did not start: {_program.LastWords}");
            await Task.Delay(50, run.Ending);
        }

        Admin = new AdminApi(_state);
        Events = new EventJournal(Admin, run.Ending);
        await Events.FirstAsync("the stack is ready", 0, TimeSpan.FromSeconds(60), happened => happened.Kind == "stack.ready");
    }
}
