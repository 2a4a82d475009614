namespace Capstan.Commands.Databases.Shell;

/// <summary>Runs scripts to their first error, or past it.</summary>
internal sealed class ScriptRunner(SqlShell shell, bool goOn)
{
    /// <summary>Runs a script whose statements all end with a semicolon: what is cut off must not run.</summary>
    /// <returns>Whether all of it was done.</returns>
    public async Task<bool> RunAsync(TextReader reader, Func<int, string> placeOf, CancellationToken cancellationToken)
    {
        var script = new ScriptReader(reader, placeOf);
        var isGood = true;
        await foreach (var part in script.ReadAsync(cancellationToken))
        {
            isGood &= await shell.RunAsync(part, cancellationToken);
            if (shell.IsOver || cancellationToken.IsCancellationRequested || (!isGood && !goOn))
                return isGood;
        }

        if (script.OpenEnd is not { } place)
            return isGood;
        shell.Screen.Complain([$"capstan: {place}: the statement that begins here has no ';' at its end and was not run."]);
        return false;
    }

    /// <summary>Runs statements of the command line; the last semicolon may be left out.</summary>
    /// <returns>Whether all were done.</returns>
    public async Task<bool> RunAsync(string text, string place, CancellationToken cancellationToken)
    {
        var isGood = true;
        foreach (var part in ShellText.Parts(text, _ => place))
        {
            isGood &= await shell.RunAsync(part, cancellationToken);
            if (shell.IsOver || cancellationToken.IsCancellationRequested || (!isGood && !goOn))
                return isGood;
        }

        return isGood;
    }

    /// <summary>Whether no block is open at the end.</summary>
    public bool IsClosed()
    {
        if (shell.Block is not { } block)
            return true;
        shell.Screen.Complain([$"capstan: the input ends between BEGIN and COMMIT: {Humane.Count(block.Statements.Count, "statement")} not sent."]);
        return false;
    }
}
