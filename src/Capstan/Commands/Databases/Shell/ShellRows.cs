namespace Capstan.Commands.Databases.Shell;

/// <summary>What one statement returned and changed.</summary>
/// <param name="Columns">Names of its columns; none when it returns no rows.</param>
/// <param name="Rows">Its rows: each value null, a long, a double, a string or bytes.</param>
/// <param name="Changes">Rows that it changed.</param>
/// <param name="LastInsertRowId">Rowid of the row that it inserted last; null or 0 when it inserted none.</param>
internal sealed record ShellRows(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, long Changes = 0, long? LastInsertRowId = null);
