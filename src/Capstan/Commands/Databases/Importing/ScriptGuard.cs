using Capstan.Client;
using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>
/// What a script may mean where only the tables of the database are known and not their rows: it may add rows to them, and do as it likes
/// with tables of its own. Everything else would do something other than it says.
/// </summary>
internal sealed class ScriptGuard(Func<string, bool> isTarget)
{
    private static readonly string[] Ignored = ["BEGIN", "COMMIT", "END", "ANALYZE"];

    /// <summary>What the statement at hand wanted and may not; null while that is nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>The table that the statement at hand adds rows to first; null while there is none.</summary>
    public string? Inserted { get; private set; }

    /// <summary>Whether a statement is carried out; false for those that have no meaning here and do no harm, as a dump's BEGIN.</summary>
    /// <exception cref="ImportException">It cannot be imported.</exception>
    public bool Admits(SqlPart statement, long line)
    {
        (Refused, Inserted) = (null, null);
        if (statement.Kind != SqlKind.Control)
            return statement.Kind != SqlKind.Blank;
        var words = statement.Text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        var isIgnored = Ignored.Contains(words[0], StringComparer.OrdinalIgnoreCase)
            || (words is [var first, var second, ..] && first.Equals("PRAGMA", StringComparison.OrdinalIgnoreCase) && second.StartsWith("foreign_keys", StringComparison.OrdinalIgnoreCase));
        return isIgnored ? false : throw Unfit(line, $"{words[0].ToUpperInvariant()} has no meaning in an import");
    }

    /// <summary>Decides what SQLite asks.</summary>
    public SqliteVerdict Judge(in SqliteAccess access)
    {
        if (access.Action == SqliteAction.Insert)
            Inserted ??= access.First;
        Refused ??= RefusalOf(access);
        return Refused is null ? SqliteVerdict.Allow : SqliteVerdict.Deny;
    }

    /// <summary>The exception for a statement that needs the database itself.</summary>
    public static ImportException Unfit(long line, string why) => new($"Line {line}: {why}. Run the script in the database instead: capstan db shell < FILE");

    private string? RefusalOf(in SqliteAccess access) => access.Action switch
    {
        SqliteAction.Attach or SqliteAction.Detach => "other files have no meaning in an import",
        SqliteAction.CreateTemporaryTable or SqliteAction.CreateTemporaryView or SqliteAction.CreateTemporaryTrigger or SqliteAction.CreateTemporaryIndex => "temporary objects have no meaning in an import",
        SqliteAction.CreateVirtualTable => "virtual tables cannot be imported",
        SqliteAction.Read when IsTarget(access.First) => $"the rows of {access.First} are in the database and cannot be read here",
        SqliteAction.Update or SqliteAction.Delete when IsTarget(access.First) => $"the rows of {access.First} are in the database and cannot be changed by an import",
        SqliteAction.AlterTable when IsTarget(access.Second) => $"{access.Second} is in the database and cannot be changed by an import",
        SqliteAction.DropTable when IsTarget(access.First) => $"{access.First} is in the database and cannot be changed by an import",
        SqliteAction.CreateIndex or SqliteAction.CreateTrigger when IsTarget(access.Second) => $"{access.Second} is in the database and cannot be changed by an import",
        _ => null,
    };

    private bool IsTarget(string? table) => table is not null && isTarget(table);
}
