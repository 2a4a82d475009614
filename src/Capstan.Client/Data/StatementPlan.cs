namespace Capstan.Client;

/// <summary>The statements of a command or batch, with their values.</summary>
internal sealed class StatementPlan
{
    private readonly List<Statement> _statements = [];
    private readonly List<SqlKind> _kinds = [];

    /// <summary>The statements.</summary>
    public IReadOnlyList<Statement> Statements => _statements;

    /// <summary>Whether all are reads, so that any worker can answer; otherwise it is one atomic write.</summary>
    public bool IsRead { get; private set; } = true;

    /// <summary>Adds the statements of a text.</summary>
    /// <param name="text">One statement or several.</param>
    /// <param name="parameters">The values of all of them together.</param>
    /// <param name="mustChange">Whether each that writes must find a row.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="InvalidOperationException">The text is empty, or a value is missing.</exception>
    /// <exception cref="NotSupportedException">A statement handles transactions, files or settings.</exception>
    public int Add(string text, CapstanParameterCollection parameters, bool mustChange)
    {
        var parts = SqlText.Split(text);
        if (parts.Count == 0)
            throw new InvalidOperationException("The command has no text.");
        var values = new ValueOrder(parameters);
        foreach (var part in parts)
        {
            if (part.Kind == SqlKind.Control)
                throw NoTransactions.Control(part.Text.Split((char[]?)null, 2)[0].ToUpperInvariant());
            var isWrite = part.Kind is SqlKind.Write or SqlKind.Definition;
            var statement = new Statement(part.Text) { MustChange = mustChange && part.Kind == SqlKind.Write };
            values.Bind(statement);
            _statements.Add(statement);
            _kinds.Add(part.Kind);
            IsRead &= !isWrite;
        }

        return parts.Count;
    }

    /// <summary>Rows that some of the statements changed; -1 when all of them only read.</summary>
    public int Affected(IReadOnlyList<ResultSet> results, int start, int count)
    {
        long changes = 0;
        var hasWrite = false;
        for (var at = start; at < start + count; at++)
        {
            changes += results[at].Changes;
            hasWrite |= _kinds[at] is SqlKind.Write or SqlKind.Definition;
        }

        return hasWrite ? (int)Math.Min(changes, int.MaxValue) : -1;
    }
}
