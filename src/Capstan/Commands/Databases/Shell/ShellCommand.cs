using System.CommandLine;
using System.Text;
using Capstan.Client;
using Capstan.Commands.Databases.Shell.Completing;
using Capstan.Commands.Databases.Shell.Dots;

namespace Capstan.Commands.Databases.Shell;

/// <summary><c>capstan db shell</c>: SQL by hand, from the command line, from a file or from a pipe.</summary>
internal sealed class ShellCommand
{
    private static readonly string[] Examples =
    [
        "capstan db shell",
        "capstan db shell -c 'SELECT * FROM users' --json",
        "capstan db shell schema.sql",
        "echo 'SELECT count(*) FROM users;' | capstan db shell --csv",
        "capstan db shell --url http://10.0.0.5:8081 --token-file main.token",
    ];

    /// <summary>How long Tab waits for names that are being read.</summary>
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromMilliseconds(500);

    private readonly CliContext _context;
    private readonly DatabaseChoice _choice;
    private readonly Argument<string?> _file = new("FILE") { Description = "Script to run instead of a prompt; '-' is standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _sql = new("--command", "-c") { Description = "Run this SQL instead of a prompt. May be repeated.", HelpName = "SQL" };
    private readonly Option<string> _level = new("--level") { Description = "What reads show: any worker's state, all this session has seen, or all there is.", DefaultValueFactory = _ => "session" };
    private readonly Option<string?> _mode = new("--mode") { Description = "How results are written. Default: table in a terminal, otherwise plain." };
    private readonly Option<bool> _json = new("--json") { Description = "Same as --mode json." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Same as --mode csv." };
    private readonly Option<bool> _continue = new("--continue") { Description = "Go on after an error of a script; the exit code is 1 nevertheless." };

    private ShellCommand(Command command, CliContext context, StackOptions root)
    {
        _context = context;
        _level.AcceptOnlyFromAmong(SettingDots.Words<ReadLevel>());
        _mode.AcceptOnlyFromAmong(SettingDots.Words<ShellMode>());
        command.Arguments.Add(_file);
        foreach (var option in new Option[] { _sql, _level, _mode, _json, _csv, _continue })
            command.Options.Add(option);
        _choice = new DatabaseChoice(command, root, context);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_file) is { Tokens.Count: > 0 } && result.GetResult(_sql) is { Implicit: false })
                result.AddError("-c and FILE exclude each other; run one after the other.");
            if (new Option[] { _mode, _json, _csv }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("--json, --csv and --mode exclude each other.");
        });
    }

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var command = new ExampleCommand("shell", "Work with SQL: a prompt in a terminal, otherwise a script from a file or standard input.", Examples);
        var shell = new ShellCommand(command, context, root);
        command.SetAction((parsed, cancellationToken) =>
            DatabaseDoor.UseAsync(shell._choice, parsed, context, door => shell.RunAsync(door, parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static string NewKey() => "shell-" + Guid.NewGuid().ToString("N");

    private async Task<int> RunAsync(DatabaseDoor door, ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = _context.Console;
        var screen = new ShellScreen(console);
        var settings = new ShellSettings { Level = Enum.Parse<ReadLevel>(parsed.GetValue(_level)!, ignoreCase: true), Mode = ModeOf(parsed) };
        var shell = new SqlShell(new ClientDatabase(door, _context), settings, screen, _context.Time, NewKey, _context.CurrentFolder);
        if (parsed.GetValue(_file) is not null || parsed.GetValue(_sql) is { Length: > 0 } || !console.IsTerminal || console.Keyboard is null)
            return await RunScriptAsync(shell, parsed, cancellationToken);
        return await RunPromptAsync(shell, console.Keyboard, cancellationToken);
    }

    private ShellMode ModeOf(ParseResult parsed) =>
        parsed.GetValue(_json) ? ShellMode.Json
        : parsed.GetValue(_csv) ? ShellMode.Csv
        : parsed.GetValue(_mode) is { } word ? Enum.Parse<ShellMode>(word, ignoreCase: true)
        : _context.Console.IsTerminal ? ShellMode.Table : ShellMode.Plain;

    private async Task<int> RunScriptAsync(SqlShell shell, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handling = _context.Signals.Handle(_ => end.Cancel());
        var runner = new ScriptRunner(shell, parsed.GetValue(_continue));
        try
        {
            var isGood = parsed.GetValue(_sql) is { Length: > 0 } texts
                ? await RunTextsAsync(runner, shell, texts, parsed.GetValue(_continue), end.Token)
                : await RunFileAsync(runner, parsed.GetValue(_file), end.Token);
            isGood &= runner.IsClosed();
            return end.IsCancellationRequested ? ExitCodes.Interrupted : isGood ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static async Task<bool> RunTextsAsync(ScriptRunner runner, SqlShell shell, string[] texts, bool goOn, CancellationToken cancellationToken)
    {
        var isGood = true;
        for (var i = 0; i < texts.Length && !shell.IsOver && (isGood || goOn); i++)
            isGood &= await runner.RunAsync(texts[i], texts.Length == 1 ? "-c" : $"-c number {i + 1}", cancellationToken);
        return isGood;
    }

    private async Task<bool> RunFileAsync(ScriptRunner runner, string? file, CancellationToken cancellationToken)
    {
        if (file is null or "-")
            return await runner.RunAsync(_context.Console.In, line => $"line {line}", cancellationToken);
        using var reader = new StreamReader(Path.GetFullPath(file, _context.CurrentFolder), new UTF8Encoding(false, throwOnInvalidBytes: true));
        return await runner.RunAsync(reader, line => $"{file}:{line}", cancellationToken);
    }

    private async Task<int> RunPromptAsync(SqlShell shell, Func<Terminals.ITerminal> keyboard, CancellationToken cancellationToken)
    {
        shell.Screen.Say(await GreetingAsync(shell, cancellationToken));
        shell.Screen.Note("SQL ends with ';'. .help tells the rest, Tab completes, Ctrl-D ends.");
        var history = new ShellHistory(HistoryRule.PathFor(_context.Environment), shell.Screen);
        history.Load();
        var schema = new SchemaReader(shell.Database, cancellationToken);
        shell.SchemaChanged = schema.Refresh;
        schema.Refresh();
        using var terminal = keyboard();
        using var prompt = new ShellPrompt(shell, terminal, _context.Console, history, new ShellCompleter(shell.Dots, () => schema.Fresh(CompletionPatience)));
        await prompt.RunAsync(_context.Signals);
        return ExitCodes.Ok;
    }

    // A database that cannot answer now may do so in a moment; one that asks for another token will not.
    private static async Task<string> GreetingAsync(SqlShell shell, CancellationToken cancellationToken)
    {
        try
        {
            return $"{shell.Database.Name}: {ShellStatus.Summary(await shell.Database.StatusAsync(cancellationToken))}";
        }
        catch (DatabaseException refused) when (refused.Code is not (DatabaseErrors.TokenRequired or DatabaseErrors.RightRequired or DatabaseErrors.TooManyFailures))
        {
            return $"{shell.Database.Name} does not answer now: {refused.Message}";
        }
    }
}
