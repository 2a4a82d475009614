using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>The database behind a door, in one session of its client.</summary>
internal sealed class ClientDatabase(DatabaseDoor door, CliContext context) : IShellDatabase
{
    private readonly DatabaseSession _session = door.Client.NewSession();

    /// <inheritdoc />
    public string Name => door.Name;

    /// <inheritdoc />
    public long Position => _session.Position;

    /// <inheritdoc />
    public async Task<ShellAnswer> QueryAsync(IReadOnlyList<string> statements, ReadLevel level, CancellationToken cancellationToken)
    {
        var answer = await _session.QueryAsync(Statements(statements), new ReadOptions { Level = level }, cancellationToken);
        return new ShellAnswer(answer.Position, Rows(answer.Results));
    }

    /// <inheritdoc />
    public async Task<ShellAnswer> ExecuteAsync(IReadOnlyList<string> statements, string key, CancellationToken cancellationToken)
    {
        var answer = await _session.ExecuteAsync(Statements(statements), new WriteOptions { Key = key }, cancellationToken);
        return new ShellAnswer(answer.Position, Rows(answer.Results));
    }

    /// <inheritdoc />
    public Task<DatabaseState> StatusAsync(CancellationToken cancellationToken) => door.Client.StatusAsync(cancellationToken);

    /// <inheritdoc />
    public string? RemedyFor(DatabaseException refused) => DatabaseFault.Remedy(refused, door, context);

    private static List<Statement> Statements(IReadOnlyList<string> statements) => [.. statements.Select(sql => new Statement(sql))];

    private static List<ShellRows> Rows(IReadOnlyList<ResultSet> results) =>
        [.. results.Select(result => new ShellRows(result.Columns, result.Rows, result.Changes, result.LastInsertRowId))];
}
