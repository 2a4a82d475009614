using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>Makes rows from another SQLite file: a copy of it as it is at one moment, without what is not wanted.</summary>
/// <param name="file">The file; it may be in use.</param>
/// <param name="table">The only table that is wanted; null for all.</param>
/// <param name="mayCreate">Whether tables that do not exist are created.</param>
internal sealed class FileImport(string file, string? table, bool mayCreate)
{
    /// <summary>Fills the scratch file.</summary>
    /// <exception cref="ImportException">The file does not fit.</exception>
    /// <exception cref="SqliteException">It is no database.</exception>
    public PreparedImport Fill(Scratch scratch, TargetSchema target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        CopyTo(scratch.Path, progress, cancellationToken);
        Choose(scratch);
        Check(scratch.Open(), target);
        return new PreparedImport(mayCreate, PreparedImport.NoLine);
    }

    private void CopyTo(string path, IProgress<long> progress, CancellationToken cancellationToken)
    {
        using var source = SqliteConnection.Open(file, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        var size = new FileInfo(file).Length;
        source.VacuumInto(path, new Progress<double>(part => progress.Report((long)(part * size))), cancellationToken);
    }

    private void Choose(Scratch scratch)
    {
        if (table is null)
            return;
        var copy = scratch.Open();
        var names = Names(copy);
        if (!names.Contains(table, StringComparer.OrdinalIgnoreCase))
            throw new ImportException($"{file} has no table {table}; it has: {string.Join(", ", names)}.");
        foreach (var (kind, name) in copy.ReadTables().Where(IsUsers).Select(one => (one.Kind == "view" ? "VIEW" : "TABLE", one.Name)))
        {
            if (!name.Equals(table, StringComparison.OrdinalIgnoreCase))
                copy.Execute($"DROP {kind} {SqlName.Quote(name)}");
        }

        scratch.Compact();
    }

    private void Check(SqliteConnection copy, TargetSchema target)
    {
        var names = Names(copy);
        if (names.Count == 0)
            throw new ImportException($"{file} has no table.");
        var missing = names.Where(name => target.ColumnsOf(name) is null).ToList();
        if (missing.Count > 0 && !mayCreate)
            throw new ImportException($"The database has no table {string.Join(", ", missing)}; it has: {string.Join(", ", target.Tables)}. Use --create to create what is missing, or --table to import one.");
    }

    private static List<string> Names(SqliteConnection copy) =>
        [.. copy.ReadTables().Where(one => IsUsers(one) && one.Kind != "view").Select(one => one.Name)];

    private static bool IsUsers(SqliteTable table) =>
        table is { Database: "main", Kind: "table" or "view" or "virtual" } && !table.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);
}
