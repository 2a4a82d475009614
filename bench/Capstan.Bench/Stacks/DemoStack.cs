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

    private readonly StackProgram _program;
    private readonly string _name;
    private readonly bool _isDocker;

    private DemoStack(StackProgram program, string name, bool isDocker, string url) => (_program, _name, _isDocker, Url) = (program, name, isDocker, url);

    /// <summary>Process id of the controller.</summary>
    public int Pid => _program.Pid;

    /// <summary>Base URL of the gateway.</summary>
    public string Url { get; }

    /// <summary>The admin API.</summary>
    public AdminApi Admin => _program.Admin;

    /// <summary>Its events from the first on.</summary>
    public EventJournal Events => _program.Events;

    /// <summary>Starts the stack and waits until everything is ready.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isDocker">Containers instead of child processes.</param>
    /// <param name="settings">Values that take the place of the file's, as <c>path=value</c>.</param>
    public static async Task<DemoStack> StartAsync(BenchRun run, bool isDocker, params IEnumerable<string> settings)
    {
        var file = Repository.At("samples", "selfieless-acts", isDocker ? "capstan.docker.yaml" : "capstan.yaml");
        var folder = run.NewFolder("demo");
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
        var program = StackProgram.Start(file, Path.Combine(folder, "state"), new Dictionary<string, string>(StringComparer.Ordinal), sets);
        var stack = new DemoStack(program, name, isDocker, url);
        try
        {
            await program.ReadyAsync(run);
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
    public Task<StackView> UntilAsync(string what, TimeSpan limit, Func<StackView, bool> fits, CancellationToken ending) =>
        _program.UntilAsync(what, limit, fits, ending);

    public async ValueTask DisposeAsync()
    {
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
        await _program.CommandAsync("down", [], CancellationToken.None);
        await DockerEngine.RemoveVolumesAsync(_name);
    }
}
