using System.Text;
using Capstan.Client;

namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>Dot commands about the shell's own course.</summary>
internal sealed class SessionDots(SqlShell shell, StatementRunner statements)
{
    private const int Deepest = 10;

    /// <summary>All of them.</summary>
    public IReadOnlyList<DotCommand> All =>
    [
        new(".status", "", "Who leads, how far all are, what waits.", StatusAsync),
        new(".retry", "", "Sends a write of unknown outcome again.", RetryAsync),
        new(".read", "FILE", "Runs a file up to its first failure.", ReadAsync),
        new(".quit", "", "Ends, as Ctrl-D does.", QuitAsync),
    ];

    private async Task<bool> StatusAsync(DotCall call, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var line in ShellStatus.Lines(await shell.Database.StatusAsync(cancellationToken), shell.Database.Position))
                shell.Screen.Say(line);
            return true;
        }
        catch (DatabaseException refused)
        {
            shell.Screen.Complain(ShellFault.Lines(refused, call.Part, [], shell.Database.RemedyFor(refused)));
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return shell.Refuse(call.Part, "given up.");
        }
    }

    private Task<bool> RetryAsync(DotCall call, CancellationToken cancellationToken) => statements.Unsure is { } unsure
        ? statements.RetryAsync(unsure, call.Part, cancellationToken)
        : Task.FromResult(shell.Refuse(call.Part, "there is no write whose outcome is not known."));

    private async Task<bool> ReadAsync(DotCall call, CancellationToken cancellationToken)
    {
        if (call.Argument is not { } name)
            return shell.Refuse(call.Part, ".read needs the name of a file.");
        if (shell.Depth == Deepest)
            return shell.Refuse(call.Part, $"files read files more than {Deepest} deep.");
        shell.Depth++;
        try
        {
            using var reader = new StreamReader(Path.GetFullPath(name, shell.Folder), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return await new ScriptRunner(shell, goOn: false).RunAsync(reader, line => $"{name}:{line}", cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            return shell.Refuse(call.Part, $"{name} cannot be read: {fault.Message}");
        }
        finally
        {
            shell.Depth--;
        }
    }

    private Task<bool> QuitAsync(DotCall call, CancellationToken cancellationToken)
    {
        shell.IsOver = true;
        return Task.FromResult(true);
    }
}
