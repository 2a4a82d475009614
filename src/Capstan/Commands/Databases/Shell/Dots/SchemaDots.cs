using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>Dot commands that tell what is in the database.</summary>
internal sealed class SchemaDots(SqlShell shell, StatementRunner statements)
{
    // Tables that begin with _ or sqlite_ are the system's.
    private const string OfUsers = @"tbl_name NOT LIKE 'sqlite\_%' ESCAPE '\' AND tbl_name NOT LIKE '\_%' ESCAPE '\'";

    /// <summary>All of them.</summary>
    public IReadOnlyList<DotCommand> All =>
    [
        new(".tables", "", "Lists tables and views.", TablesAsync),
        new(".schema", "[TABLE]", "Shows how tables were defined.", SchemaAsync) { TakesTable = true },
        new(".indexes", "[TABLE]", "Lists indexes.", IndexesAsync) { TakesTable = true },
    ];

    private async Task<bool> TablesAsync(DotCall call, CancellationToken cancellationToken)
    {
        if (await AskAsync($"SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND {OfUsers} ORDER BY name", call, cancellationToken) is not { } found)
            return false;
        var names = found.Rows.Select(row => SafeText.Of((string)row[0]!)).ToList();
        foreach (var line in shell.Screen.IsForPeople ? CandidateRows.Of(names, shell.Screen.Size.Width, int.MaxValue) : names)
            shell.Screen.Say(line);
        if (names.Count == 0)
            shell.Screen.Note("There are no tables yet; CREATE TABLE makes one.");
        return true;
    }

    private async Task<bool> SchemaAsync(DotCall call, CancellationToken cancellationToken)
    {
        var sql = $"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND {OfUsers}{OfTable(call)} ORDER BY tbl_name, type = 'index', type = 'trigger', name";
        if (await AskAsync(sql, call, cancellationToken) is not { } found)
            return false;
        if (found.Rows.Count == 0 && call.Argument is { } table)
            return shell.Refuse(call.Part, $"there is no table '{table}'; .tables lists what there is.");
        foreach (var row in found.Rows)
            shell.Screen.Say(SafeText.Of((string)row[0]!, keepLines: true) + ";");
        return true;
    }

    // Indexes that SQLite makes for UNIQUE and PRIMARY KEY have no text, and are indexes all the same.
    private Task<bool> IndexesAsync(DotCall call, CancellationToken cancellationToken) => statements.ReadAsync(
        [$"""SELECT tbl_name AS "table", name AS "index", sql AS definition FROM sqlite_schema WHERE type = 'index' AND {OfUsers}{OfTable(call)} ORDER BY 1, 2"""],
        call.Part, cancellationToken);

    private static string OfTable(DotCall call) => call.Argument is { } table ? $" AND tbl_name = '{table.Replace("'", "''")}' COLLATE NOCASE" : "";

    private async Task<ShellRows?> AskAsync(string sql, DotCall call, CancellationToken cancellationToken) =>
        (await statements.TryQueryAsync([sql], call.Part, cancellationToken))?.Results[0];
}
