using Capstan.Client;
using Capstan.Database.Reading;
using ReadLevel = Capstan.Client.ReadLevel;

namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>Keeps the names for completion, read again beside the shell's work whenever they may have changed.</summary>
internal sealed class SchemaReader(IShellDatabase database, CancellationToken cancellationToken)
{
    private const string Views = @"SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT LIKE '\_%' ESCAPE '\'";

    private SchemaView _current = SchemaView.Empty;

    /// <summary>The names as they were read last.</summary>
    public SchemaView Current => Volatile.Read(ref _current);

    /// <summary>The names, as a reading that goes on finds them if it ends within a time.</summary>
    public SchemaView Fresh(TimeSpan patience)
    {
        _ = Task.WaitAny([Reading], patience);
        return Current;
    }

    /// <summary>The reading that goes on, or the last one.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Reads them again; whoever asks meanwhile gets the old ones.</summary>
    public void Refresh() => Reading = Task.Run(ReadAsync, cancellationToken);

    private async Task ReadAsync()
    {
        try
        {
            var answer = await database.QueryAsync([SchemaQuery.Sql, Views], ReadLevel.Session, cancellationToken);
            Volatile.Write(ref _current, Make(answer));
        }
        catch (Exception fault) when (fault is DatabaseException or OperationCanceledException)
        {
            // Completion is a convenience: what is typed is sent all the same, and its answer tells what is wrong.
        }
    }

    private static SchemaView Make(ShellAnswer answer)
    {
        var tables = answer.Results[0].Rows
            .Select(row => (Table: (string)row[0]!, Column: (string)row[1]!))
            .Where(row => !row.Table.StartsWith('_') && !row.Table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase))
            .GroupBy(row => row.Table, row => row.Column, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group], StringComparer.OrdinalIgnoreCase);
        foreach (var row in answer.Results[1].Rows)
            tables.TryAdd((string)row[0]!, []);
        return new SchemaView(tables);
    }
}
