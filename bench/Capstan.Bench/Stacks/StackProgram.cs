using System.Diagnostics;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Stacks;

/// <summary>A stack started with <c>capstan up</c>, in a state folder of its own.</summary>
internal sealed class StackProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Child _program;
    private readonly string _file;

    private StackProgram(Child program, string file, string state) => (_program, _file, State) = (program, file, state);

    /// <summary>Process id of the controller.</summary>
    public int Pid => _program.Pid;

    public bool HasExited => _program.HasExited;

    /// <summary>The state folder.</summary>
    public string State { get; }

    /// <summary>The admin API.</summary>
    public AdminApi Admin { get; private set; } = null!;

    /// <summary>Its events from the first on.</summary>
    public EventJournal Events { get; private set; } = null!;

    /// <summary>Starts a stack; <see cref="ReadyAsync"/> comes next.</summary>
    /// <param name="file">The stack file.</param>
    /// <param name="state">The state folder to be.</param>
    /// <param name="environment">Variables that the file asks for.</param>
    /// <param name="settings">Values that take the place of the file's, as <c>path=value</c>.</param>
    public static StackProgram Start(string file, string state, IReadOnlyDictionary<string, string> environment, IEnumerable<string> settings)
    {
        string[] arguments = ["up", "-f", file, "--state", state, .. settings.SelectMany(set => new[] { "--set", set })];
        return new StackProgram(Child.Start(null, environment, Repository.At("capstan"), arguments), file, state);
    }

    /// <summary>Waits until everything is ready.</summary>
    /// <exception cref="BenchException">It is not within a minute.</exception>
    public async Task ReadyAsync(BenchRun run)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!File.Exists(Path.Combine(State, "admin.json")))
        {
            if (_program.HasExited || Stopwatch.GetElapsedTime(begin) > StartLimit)
                throw new BenchException($"capstan up did not start: {_program.LastWords}");
            await Task.Delay(50, run.Ending);
        }

        Admin = new AdminApi(State);
        Events = new EventJournal(Admin, run.Ending);
        await Events.FirstAsync("the stack is ready", 0, StartLimit, happened => happened.Kind == "stack.ready");
    }

    /// <summary>Runs another command on the stack; what it wrote.</summary>
    public Task<string> CommandAsync(string command, IEnumerable<string> arguments, CancellationToken ending) =>
        Command.RunAsync(Repository.At("capstan"), [command, "-f", _file, "--state", State, .. arguments], ending);

    /// <summary>Waits until the status is as wanted.</summary>
    /// <exception cref="BenchException">It is not within the limit, or the stack ended.</exception>
    public async Task<StackView> UntilAsync(string what, TimeSpan limit, Func<StackView, bool> fits, CancellationToken ending)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!HasExited)
        {
            var view = await Admin.StatusAsync(ending);
            if (fits(view))
                return view;
            if (Stopwatch.GetElapsedTime(begin) > limit)
                throw new BenchException($"not within {limit.TotalSeconds:0} s: {what}; {Events.Last()}");
            await Task.Delay(25, ending);
        }

        throw new BenchException($"the stack ended while the bench waited: {what}; {_program.LastWords}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Events is not null)
            await Events.DisposeAsync();
        Admin?.Dispose();
        await _program.DisposeAsync();
    }
}
