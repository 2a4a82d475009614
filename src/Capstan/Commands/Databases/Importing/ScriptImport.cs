using Capstan.Client;
using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>
/// Makes rows from a SQL script, by running it in a file that has the database's tables without their rows and rules; those count when the
/// rows arrive. Dumps of the sqlite3 shell are such scripts.
/// </summary>
internal sealed class ScriptImport(string file)
{
    /// <summary>Fills the scratch file.</summary>
    /// <exception cref="ImportException">The script has a fault, or means something that cannot be imported.</exception>
    public PreparedImport Fill(Scratch scratch, TargetSchema target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var rows = scratch.Open();
        var tables = new ScriptTables(rows, target);
        tables.Create();
        var guard = new ScriptGuard(tables.IsTarget);
        using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var script = new ScriptReader(source);
        rows.SetProgress(() => cancellationToken.IsCancellationRequested, 100_000);
        rows.Begin();
        rows.Authorizer = guard.Judge;
        foreach (var (statement, line) in script.Read())
        {
            progress.Report(source.Position);
            if (!guard.Admits(statement, line))
                continue;
            Run(rows, guard, tables, statement, line);
            cancellationToken.ThrowIfCancellationRequested();
        }

        rows.Authorizer = null;
        rows.Commit();
        if (tables.Finish())
            scratch.Compact();
        return new PreparedImport(tables.HasNew, PreparedImport.NoLine);
    }

    private static void Run(SqliteConnection rows, ScriptGuard guard, ScriptTables tables, SqlPart statement, long line)
    {
        try
        {
            using var prepared = rows.PrepareOwned(statement.Text);
            if (guard.Inserted is { } table && tables.IsTarget(table) && SqlText.SaysConflict(statement.Text))
                throw ScriptGuard.Unfit(line, $"what becomes of rows of {table} that are in the way depends on those in the database");
            prepared.Execute();
        }
        catch (SqliteException fault) when (fault.Code != SqliteCode.Interrupt)
        {
            throw guard.Refused is { } why ? ScriptGuard.Unfit(line, why) : new ImportException($"Line {line}: {Explain(fault.Message, tables)}");
        }
    }

    private static string Explain(string message, ScriptTables tables) =>
        message.Split(' ') is ["table", var name, "already", "exists"] && tables.IsTarget(name)
            ? $"the table {name} exists in the database; leave its CREATE TABLE out, or write CREATE TABLE IF NOT EXISTS"
            : message;
}
