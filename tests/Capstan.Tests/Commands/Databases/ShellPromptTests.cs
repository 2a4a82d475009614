using Capstan.Commands;
using Capstan.Commands.Databases.Shell;
using Capstan.Commands.Databases.Shell.Completing;
using Capstan.Testing;
using Capstan.Tests.Terminals;

namespace Capstan.Tests.Commands.Databases;

/// <summary>A shell as somebody at a terminal sees it.</summary>
public sealed class ShellPromptTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeShellDatabase _database = new() { Answer = sql => sql.StartsWith("SELECT") ? new ShellRows(["n"], [[1L]]) : new ShellRows([], [], 1) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prompt_Session_IsThisScreen()
    {
        var rows = await TypeAsync("SELECT n\r", "FROM a;\r", "BEGIN;\rDELETE FROM a;\r", "wrong\x03", ".mode line\r", "\x04");
        Assert.Equal(
            """
            main> SELECT n
               -> FROM a;
            ╭───╮
            │ n │
            ├───┤
            │ 1 │
            ╰───╯
            1 row · 0.0 ms · position 40
            main> BEGIN;
            Statements are collected now, not run. COMMIT sends them as
            one: all are done or none. ROLLBACK drops them.
            main*> DELETE FROM a;
            1 statement collected
            main*> wrong^C
            main*> .mode line
            main*>
            1 statement after BEGIN not sent.
            """,
            string.Join("\n", rows).ReplaceLineEndings("\n"));
        Assert.Equal(["query Session: SELECT n\nFROM a"], _database.Sent);
    }

    [Fact]
    public async Task Prompt_LinesTyped_AreKeptButForSecrets()
    {
        await TypeAsync("SELECT 1;\r SELECT 2;\rSELECT 'secret';\r\e[A\e[A\e[A\r.quit\rSELECT 3;\r");
        Assert.Equal(["SELECT 1;", "SELECT 1;", ".quit"], await File.ReadAllLinesAsync(_folder["history"], TestContext.Current.CancellationToken));
        Assert.Equal(4, _database.Sent.Count);
    }

    [Fact]
    public async Task Prompt_Terminal_IsGivenBackAsItWas()
    {
        var terminal = new FakeTerminal("SELECT 1;\r");
        await TypeAsync(terminal);
        Assert.Equal(["watch", "keys", "end of keys", "keys", "end of keys", "end of watch"], terminal.Modes);
    }

    private Task<IReadOnlyList<string>> TypeAsync(params string[] typed) => TypeAsync(new FakeTerminal(typed));

    private async Task<IReadOnlyList<string>> TypeAsync(FakeTerminal terminal)
    {
        var output = new StringWriter();
        var console = new CliConsole { Out = output, Error = output, IsTerminal = true, Size = () => (60, 24) };
        var screen = new ShellScreen(console);
        var shell = new SqlShell(
            _database, new ShellSettings(), screen, new ManualTimeProvider(DateTimeOffset.UnixEpoch), () => "key", _folder.Path);
        using (var prompt = new ShellPrompt(shell, terminal, console, new ShellHistory(_folder["history"], screen), new ShellCompleter(shell.Dots, () => SchemaView.Empty)))
            await prompt.RunAsync(new CliSignals());
        var shown = new TerminalScreen(60, 40);
        shown.Write(output.ToString().Replace("\r\n", "\n").Replace("\n", "\r\n"));
        return shown.Rows;
    }
}
