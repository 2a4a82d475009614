using System.Runtime.InteropServices;
using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell;

/// <summary>A shell at a terminal: reads what is typed, runs it, until its user leaves.</summary>
internal sealed class ShellPrompt : IDisposable
{
    private readonly SqlShell _shell;
    private readonly ITerminal _terminal;
    private readonly LineReader _reader;
    private readonly ShellHistory _history;
    private readonly CancellationTokenSource _end = new();
    private CancellationTokenSource? _running;

    /// <summary>A prompt of a shell.</summary>
    public ShellPrompt(SqlShell shell, ITerminal terminal, CliConsole console, ShellHistory history, ICompleter completer)
    {
        (_shell, _terminal, _history) = (shell, terminal, history);
        _reader = new LineReader(terminal, console, new LineEditor(history.Entries, completer, ShellText.IsComplete));
    }

    private string Name => _shell.Database.Name + (_shell.Block is null ? "" : "*");

    /// <summary>Runs until the end.</summary>
    public async Task RunAsync(CliSignals signals)
    {
        // Between two prompts nothing is echoed, and Ctrl-C gives up the statement that runs.
        using var watch = _terminal.EnterWatch();
        using var handling = signals.Handle(Handle);
        while (!_shell.IsOver && _reader.Read($"{Name}> ", "-> ".PadLeft(Name.Length + 2), _end.Token) is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            _history.Add(text);
            await RunAsync(text);
        }

        if (_shell.Block is { } block)
            _shell.Screen.Note($"{Humane.Count(block.Statements.Count, "statement")} after BEGIN not sent.");
        _shell.Screen.Flush();
    }

    /// <inheritdoc />
    public void Dispose() => _end.Dispose();

    private async Task RunAsync(string text)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        Volatile.Write(ref _running, running);
        try
        {
            foreach (var part in ShellText.Parts(text))
            {
                if (!await _shell.RunAsync(part, running.Token) || _shell.IsOver)
                    break;
            }
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }
    }

    private void Handle(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGINT)
        {
            Cancel(Volatile.Read(ref _running));
            return;
        }

        Cancel(_end);
        _terminal.Wake();
    }

    private static void Cancel(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended just now by itself.
        }
    }
}
