namespace Capstan.SystemTests.Harness;

/// <summary>
/// A stack that the real launcher runs from a folder of its own. Whatever the test did to it, in the end it is stopped by
/// <c>capstan down</c>, and nothing of it may be left: no process, no container.
/// </summary>
internal sealed class StackUnderTest : ObservedStack
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly List<ChildRun> _runs = [];
    private readonly Dictionary<string, string> _environment;
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private StackUnderTest(StackDraft draft)
        : base(draft)
    {
        File = Folder["capstan.yaml"];
        Journal = Folder.Shared("journal");
        NeededFile = Path.Combine(Folder.Shared("needs"), "file");
        System.IO.File.WriteAllText(NeededFile, "");
        _environment = new Dictionary<string, string> { [LeftBehind.Variable] = _mark };
    }

    public string File { get; }

    /// <summary>Folder in which replicas write down what they execute.</summary>
    public string Journal { get; }

    /// <summary>File without which replicas that need it are not healthy.</summary>
    public string NeededFile { get; }

    /// <summary>The newest run of <c>capstan up</c>; none while detached.</summary>
    public ChildRun Controller => _runs[^1];

    /// <summary>Starts a stack, waits until all of it is ready, runs a test against it, and stops it.</summary>
    public static async Task RunAsync(StackDraft draft, Func<StackUnderTest, Task> test)
    {
        using var stack = new StackUnderTest(draft);
        stack.WriteFile();
        try
        {
            await stack.StartAsync();
            await stack.SettledAsync(StartLimit);
            await test(stack);
            await stack.DownAsync();
        }
        catch
        {
            await stack.TellAsync();
            await LeftBehind.EndAsync(stack._mark, draft);
            throw;
        }
    }

    /// <summary>Gives a test the folder of a stack that it starts itself.</summary>
    public static async Task PrepareAsync(StackDraft draft, Func<StackUnderTest, Task> test)
    {
        using var stack = new StackUnderTest(draft);
        stack.WriteFile();
        try
        {
            await test(stack);
            await stack.AssertNothingLeftAsync();
        }
        catch
        {
            await stack.TellAsync();
            await LeftBehind.EndAsync(stack._mark, draft);
            throw;
        }
    }

    public void WriteFile() => System.IO.File.WriteAllText(File, Draft.Write());

    /// <summary>Starts the controller; it may still be on its way when this returns, unless it is detached.</summary>
    public async Task StartAsync()
    {
        string[] up = ["up", "--file", File, .. Draft.Set.SelectMany(set => new[] { "--set", set })];
        if (!Draft.Detach)
        {
            _runs.Add(Run(up));
            return;
        }

        var result = await CliAsync([.. up, "--detach"]);
        Assert.True(result.Code == 0, result.ToString());
    }

    /// <summary>Starts a command of Capstan in the stack's folder.</summary>
    public ChildRun Run(params string[] arguments) => RunIn(Folder.Path, arguments);

    /// <summary>Starts a command of Capstan in another folder.</summary>
    public ChildRun RunIn(string folder, params IEnumerable<string> arguments) => ChildRun.Start(folder, _environment, Repository.Launcher, arguments);

    /// <summary>Runs a command of Capstan to its end.</summary>
    public async Task<CliResult> CliAsync(params string[] arguments)
    {
        using var run = Run(arguments);
        var code = await run.EndAsync(TimeSpan.FromSeconds(90));
        return new CliResult(code, run.Output, run.Error);
    }

    /// <summary>Kills the controller without a chance to tidy up and waits for its end.</summary>
    public async Task KillControllerAsync()
    {
        var pid = (await StatusAsync()).Pid;
        Signals.Send(pid, Signals.Kill);
        if (_runs.Count > 0)
            await Controller.EndAsync(TimeSpan.FromSeconds(10));
        else
            await Until.TrueAsync($"process {pid} ended", TimeSpan.FromSeconds(10), () => !LeftBehind.IsAlive(pid));
    }

    /// <summary>Processes of the stack, the controller included.</summary>
    public IReadOnlyList<int> Processes() => LeftBehind.Processes(_mark);

    public async Task AssertNothingLeftAsync() => await LeftBehind.AssertNothingAsync(_mark, Draft);

    public override void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
        base.Dispose();
    }

    /// <summary>Stops the stack with <c>capstan down</c>; nothing of it may be left.</summary>
    public async Task DownAsync()
    {
        var down = await CliAsync("down", "--file", File);
        Assert.True(down.Code == 0, $"capstan down: {down}");
        if (_runs.Count > 0)
            Assert.Equal(0, await Controller.EndAsync(TimeSpan.FromSeconds(30)));
        await AssertNothingLeftAsync();
    }

    protected override void AssertControllerRuns()
    {
        if (_runs.Count > 0 && Controller.HasExited)
            throw new InvalidOperationException($"The controller ended.\n{Controller.Output}\n{Controller.Error}");
    }

    /// <summary>Attaches what is known of a failed stack to the test.</summary>
    private async Task TellAsync()
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine(Draft.Write());
        foreach (var run in _runs)
            output?.WriteLine($"controller {run.Pid}:\n{Last(run.Output)}\n{Last(run.Error)}");
        output?.WriteLine($"status: {await Admin.StatusAsync()}");
        foreach (var happened in await Admin.EventsAsync())
            output?.WriteLine(happened.ToString());
    }

    private static string Last(string text) => text.Length <= 6_000 ? text : text[^6_000..];
}
