using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Sends statements: reads to where reads go, all others as writes under a key of their own. Writes answers and refusals.</summary>
internal sealed class StatementRunner(IShellDatabase database, ShellSettings settings, ShellScreen screen, TimeProvider time, Func<string> newKey)
{
    /// <summary>The last write whose outcome is not known; null when there is none.</summary>
    public UnsureWrite? Unsure { get; private set; }

    /// <summary>Called after the schema may have changed.</summary>
    public Action SchemaChanged { get; set; } = () => { };

    /// <summary>Runs one statement.</summary>
    public Task<bool> RunAsync(ShellPart part, CancellationToken cancellationToken) => part.Kind is SqlKind.Read or SqlKind.Unknown
        ? ReadAsync([part.Text], part, cancellationToken)
        : WriteAsync(new UnsureWrite([part.Text], newKey(), part.Kind == SqlKind.Definition), part, cancellationToken);

    /// <summary>Runs a block as one.</summary>
    public Task<bool> RunAsync(StatementBlock block, ShellPart part, CancellationToken cancellationToken) => block.OnlyReads
        ? ReadAsync(block.Statements, part, cancellationToken)
        : WriteAsync(new UnsureWrite(block.Statements, newKey(), block.Defines), part, cancellationToken);

    /// <summary>Sends the write whose outcome is not known again.</summary>
    public Task<bool> RetryAsync(UnsureWrite unsure, ShellPart part, CancellationToken cancellationToken) => WriteAsync(unsure, part, cancellationToken);

    /// <summary>Reads, and writes the answer.</summary>
    public async Task<bool> ReadAsync(IReadOnlyList<string> statements, ShellPart part, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        if (await TryQueryAsync(statements, part, cancellationToken) is not { } answer)
            return false;
        Show(answer, statements, begin, isWrite: false);
        return true;
    }

    /// <summary>Reads for the shell itself; null, with the reason written, when that fails.</summary>
    public async Task<ShellAnswer?> TryQueryAsync(IReadOnlyList<string> statements, ShellPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await database.QueryAsync(statements, settings.Level, cancellationToken);
        }
        catch (DatabaseException refused)
        {
            screen.Complain(ShellFault.Lines(refused, part, statements, database.RemedyFor(refused)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Complain([ShellFault.Heading(part) + "given up; nothing was changed."]);
        }

        return null;
    }

    private async Task<bool> WriteAsync(UnsureWrite write, ShellPart part, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        try
        {
            var answer = await database.ExecuteAsync(write.Statements, write.Key, cancellationToken);
            Unsure = null;
            if (write.Defines)
                SchemaChanged();
            Show(answer, write.Statements, begin, isWrite: true);
            return true;
        }
        catch (DatabaseException refused)
        {
            Unsure = refused.Code == DatabaseErrors.OutcomeUnknown ? write : Unsure == write ? null : Unsure;
            screen.Complain(ShellFault.Lines(refused, part, write.Statements, Unsure == write ? ShellFault.Retry : database.RemedyFor(refused)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Unsure = write;
            screen.Complain([ShellFault.Heading(part) + "given up; it may be done nevertheless.", ShellFault.Retry]);
        }

        return false;
    }

    private void Show(ShellAnswer answer, IReadOnlyList<string> statements, long begin, bool isWrite)
    {
        for (var i = 0; i < answer.Results.Count; i++)
        {
            var result = answer.Results[i];
            screen.Write(result, answer.Position, settings);
            if (screen.IsForPeople)
                screen.Note(string.Join(" · ", ShellFooter.Of(result, statements[i], isWrite).Concat(i < answer.Results.Count - 1 ? [] : End(answer, begin))));
        }
    }

    private IEnumerable<string> End(ShellAnswer answer, long begin) => settings.Timing
        ? [ShellFooter.Time(time.GetElapsedTime(begin)), $"position {answer.Position}{(settings.Level == ReadLevel.Session ? "" : $" ({ShellFooter.Word(settings.Level)})")}"]
        : [];
}
