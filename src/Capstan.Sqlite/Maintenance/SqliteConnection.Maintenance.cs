using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    /// <summary>Instructions between two looks at the cancellation: some ten microseconds apart, more where rows are large.</summary>
    private const int CopyOperations = 2000;

    /// <summary>Checks pages and records, but not that indexes match their tables. Neither sees a byte that flipped inside a value.</summary>
    /// <param name="limit">Faults to report at most.</param>
    /// <returns>The faults; none for a sound file.</returns>
    /// <exception cref="SqliteException">The file cannot be read so far that faults could be listed.</exception>
    public IReadOnlyList<string> QuickCheck(int limit = 100) => Faults($"PRAGMA quick_check({limit})");

    /// <summary>As <see cref="QuickCheck"/>, and that indexes match their tables.</summary>
    /// <param name="limit">Faults to report at most.</param>
    /// <returns>The faults; none for a sound file.</returns>
    /// <exception cref="SqliteException">The file cannot be read so far that faults could be listed.</exception>
    public IReadOnlyList<string> IntegrityCheck(int limit = 100) => Faults($"PRAGMA integrity_check({limit})");

    /// <summary>
    /// Writes the database as one read transaction sees it to a new file, defragmented and in rollback-journal mode. Writers go on meanwhile
    /// in WAL mode. The file is not synced to disk. A progress handler set before is suspended.
    /// </summary>
    /// <param name="path">The file; must not exist, or be empty.</param>
    /// <param name="progress">Told the share written so far, 0 to 1, roughly; null for no one. Called on this thread.</param>
    /// <param name="cancellation">Ends the copy.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the file is gone.</exception>
    /// <exception cref="SqliteException">It failed, as inside a transaction or when the file has content; what was begun is gone.</exception>
    public void VacuumInto(string path, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var file = new FileInfo(System.IO.Path.GetFullPath(path));
        if (file is { Exists: true, Length: > 0 }) throw new SqliteException(Sqlite3.Error, "output file already exists");
        using var statement = PrepareTrusted("VACUUM INTO ?1");
        statement.BindText(1, file.FullName);
        var (before, operations) = (_progress, _progressOperations);
        SetProgress(Watch(file, progress, cancellation), CopyOperations);
        try
        {
            statement.Execute();
        }
        catch (Exception failure)
        {
            // Whatever ended it, half a copy must not be taken for one.
            file.Delete();
            if (failure is SqliteException { Code: SqliteCode.Interrupt }) cancellation.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            SetProgress(before, operations);
        }
    }

    private SqliteProgress Watch(FileInfo file, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (progress is null) return () => cancellation.IsCancellationRequested;
        var whole = (double)Math.Max(1, TrustedInt64("PRAGMA page_count") * TrustedInt64("PRAGMA page_size"));
        return () =>
        {
            file.Refresh();
            if (file.Exists) progress.Report(Math.Min(1, file.Length / whole));
            return cancellation.IsCancellationRequested;
        };
    }

    private long TrustedInt64(string sql)
    {
        using var statement = PrepareTrusted(sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    private List<string> Faults(string sql)
    {
        using var statement = PrepareTrusted(sql);
        var faults = new List<string>();
        while (statement.Step()) faults.Add(statement.GetText(0) ?? "");
        if (faults is ["ok"]) faults.Clear();
        return faults;
    }
}
