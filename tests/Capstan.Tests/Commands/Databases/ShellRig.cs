using Capstan.Commands;
using Capstan.Commands.Databases.Shell;
using Capstan.Testing;

namespace Capstan.Tests.Commands.Databases;

/// <summary>A shell on a fake database, and what it wrote.</summary>
internal sealed class ShellRig
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private int _keys;

    public ShellRig(bool isTerminal = false, ShellMode mode = ShellMode.Plain, string folder = "/")
    {
        var console = new CliConsole { Out = _output, Error = _error, IsTerminal = isTerminal, Size = () => (60, 24) };
        Settings = new ShellSettings { Mode = mode };
        Shell = new SqlShell(Database, Settings, new ShellScreen(console), new ManualTimeProvider(DateTimeOffset.UnixEpoch), () => $"key-{++_keys}", folder);
    }

    public FakeShellDatabase Database { get; } = new();

    public ShellSettings Settings { get; }

    public SqlShell Shell { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>Runs a script as a pipe does.</summary>
    public Task<bool> RunAsync(string script, bool goOn = false) => new ScriptRunner(Shell, goOn)
        .RunAsync(new StringReader(script), line => $"line {line}", TestContext.Current.CancellationToken);

    /// <summary>Runs what somebody types.</summary>
    public async Task<bool> TypeAsync(string text)
    {
        var isGood = true;
        foreach (var part in ShellText.Parts(text))
            isGood = isGood && await Shell.RunAsync(part, TestContext.Current.CancellationToken);
        return isGood;
    }
}
