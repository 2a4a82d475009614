using Capstan.Client;
using Capstan.Commands.Databases.Shell.Dots;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Runs statements and dot commands, one after the other, and writes what comes of them.</summary>
internal sealed class SqlShell
{
    private readonly StatementRunner _statements;
    private readonly DotCommands _dots;

    /// <summary>A shell on a database.</summary>
    public SqlShell(IShellDatabase database, ShellSettings settings, ShellScreen screen, TimeProvider time, Func<string> newKey, string folder)
    {
        (Database, Settings, Screen, Folder) = (database, settings, screen, folder);
        _statements = new StatementRunner(database, settings, screen, time, newKey);
        _dots = new DotCommands(this, _statements);
    }

    /// <summary>What it works on.</summary>
    public IShellDatabase Database { get; }

    /// <summary>What its user has chosen.</summary>
    public ShellSettings Settings { get; }

    /// <summary>Where it writes.</summary>
    public ShellScreen Screen { get; }

    /// <summary>Absolute path that files are named from.</summary>
    public string Folder { get; }

    /// <summary>Statements that wait for COMMIT; null outside of BEGIN.</summary>
    public StatementBlock? Block { get; private set; }

    /// <summary>Whether <c>.quit</c> was said.</summary>
    public bool IsOver { get; set; }

    /// <summary>How deep files that read files are.</summary>
    public int Depth { get; set; }

    /// <summary>Called after the schema may have changed.</summary>
    public Action SchemaChanged
    {
        get => _statements.SchemaChanged;
        set => _statements.SchemaChanged = value;
    }

    /// <summary>Names of dot commands and what they take.</summary>
    public IReadOnlyList<DotCommand> Dots => _dots.All;

    /// <summary>Runs one.</summary>
    /// <returns>Whether it was done; why not has been written.</returns>
    public async Task<bool> RunAsync(ShellPart part, CancellationToken cancellationToken)
    {
        try
        {
            return part.IsDot ? await _dots.RunAsync(part, cancellationToken) : await RunStatementAsync(part, cancellationToken);
        }
        finally
        {
            Screen.Flush();
        }
    }

    /// <summary>Writes that something went wrong.</summary>
    /// <returns>False, for whoever tells so.</returns>
    public bool Refuse(ShellPart part, string sentence, params IEnumerable<string> remedies)
    {
        Screen.Complain([ShellFault.Heading(part) + sentence, .. remedies]);
        return false;
    }

    private Task<bool> RunStatementAsync(ShellPart part, CancellationToken cancellationToken) => TransactionWords.Of(part.Text) switch
    {
        TransactionWord.None when Block is { } block => Task.FromResult(Collect(block, part)),
        TransactionWord.None => _statements.RunAsync(part, cancellationToken),
        TransactionWord.Begin => Task.FromResult(Begin(part)),
        TransactionWord.Commit => CommitAsync(part, cancellationToken),
        TransactionWord.Rollback => Task.FromResult(Rollback(part)),
        _ => Task.FromResult(Refuse(part, "there are no savepoints here: the statements between BEGIN and COMMIT are sent as one, all or none.")),
    };

    private bool Begin(ShellPart part)
    {
        if (Block is not null)
            return Refuse(part, "BEGIN was said already; COMMIT sends what was collected, ROLLBACK drops it.");
        Block = new StatementBlock();
        Screen.Note("Statements are collected now, not run. COMMIT sends them as one: all are done or none. ROLLBACK drops them.");
        return true;
    }

    private bool Collect(StatementBlock block, ShellPart part)
    {
        if (block.IsFull)
            return Refuse(part, $"a block holds at most {DatabaseClient.MostStatements} statements; this one was not taken. COMMIT sends the others, ROLLBACK drops them.");
        block.Add(part);
        Screen.Note($"{Humane.Count(block.Statements.Count, "statement")} collected");
        return true;
    }

    private async Task<bool> CommitAsync(ShellPart part, CancellationToken cancellationToken)
    {
        if (Block is not { } block)
            return Refuse(part, "there is nothing to commit: each statement is done when it is answered. BEGIN begins a block that is sent as one.");
        Block = null;
        if (block.Statements.Count > 0)
            return await _statements.RunAsync(block, part, cancellationToken);
        Screen.Note("Nothing was collected; nothing was sent.");
        return true;
    }

    private bool Rollback(ShellPart part)
    {
        if (Block is not { } block)
            return Refuse(part, "there is nothing to roll back: each statement is done when it is answered.");
        Block = null;
        Screen.Note($"{Humane.Count(block.Statements.Count, "statement")} dropped; nothing was sent.");
        return true;
    }
}
