using Capstan.Commands;
using Capstan.Testing;
using Capstan.Tests.Admin;

namespace Capstan.Tests.Commands;

/// <summary>Command lines run in this process, in a folder of their own, with their output caught.</summary>
internal sealed class CliFixture : IDisposable
{
    public const string StackFile = """
        name: demo
        services:
          users:
            command: [users]
            routes: [/api/v1/users]
          acts:
            command: [acts]
            routes: [/api/v1]
            ports: 8000-8099
            scale: { requests: 20, window: 2m, max: 10, exclude: [/api/v1/_health] }
        """;

    public CliFixture()
    {
        Runner = new FakeRunner(Time);
        File.WriteAllText(Folder["capstan.yaml"], StackFile);
    }

    public TempFolder Folder { get; } = new();

    public ManualTimeProvider Time { get; } = new(FakeStackControl.Start.AddSeconds(250));

    public FakeRunner Runner { get; }

    /// <summary>What somebody types.</summary>
    public string Answers { get; set; } = "";

    public CliSignals Signals { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string State => Folder[Path.Combine(".capstan", "demo")];

    /// <summary>Runs one command line.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await RunAsync(output, error, args);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs one command line with these writers.</summary>
    public Task<int> RunAsync(TextWriter output, TextWriter error, params string[] args)
    {
        var context = new CliContext
        {
            Console = new CliConsole { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error), In = new StringReader(Answers) },
            CurrentFolder = Folder.Path,
            Environment = Environment,
            Time = Time,
            Runner = () => Runner,
            Signals = Signals,
            Self = ["/bin/false"],
        };
        return CapstanProgram.RunAsync(args, context, TestContext.Current.CancellationToken);
    }

    /// <summary>Starts the stack with <c>up</c> and returns once its admin API answers.</summary>
    public async Task<Task<(int Code, string Out, string Error)>> UpAsync(params string[] more)
    {
        var up = RunAsync(["up", .. more]);
        await Runner.Running.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return up;
    }

    public void Dispose() => Folder.Dispose();
}
