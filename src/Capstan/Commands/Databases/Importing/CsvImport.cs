using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>Makes the rows of one table from a file of comma-separated values.</summary>
/// <param name="file">The file.</param>
/// <param name="table">The table.</param>
/// <param name="format">How the file is read.</param>
/// <param name="mayCreate">Whether the table is created when it does not exist.</param>
/// <param name="types">Types of a new table's columns, for those that are not to be found out.</param>
internal sealed class CsvImport(string file, string table, CsvFormat format, bool mayCreate, IReadOnlyDictionary<string, string> types)
{
    private const int Looks = 4096;

    /// <summary>Fills the scratch file.</summary>
    /// <exception cref="ImportException">The file has faults, or does not fit the table; all of them are told.</exception>
    public PreparedImport Fill(Scratch scratch, TargetSchema target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var known = target.ColumnsOf(table);
        if (known is null && !mayCreate)
            throw new ImportException($"There is no table {table}; there are: {string.Join(", ", target.Tables)}. Use --create to create it from the file.");
        if (known is not null && types.Count > 0)
            throw new ImportException($"--types is for a new table, and {table} exists: its own types count.");
        var created = known is null ? Survey(cancellationToken) : null;
        using var source = Open();
        var reader = format.Open(source);
        var header = CsvHeader.Read(reader, format, file);
        var columns = created ?? (header is null ? known! : Match(header, known!));
        Copy(reader, scratch.Open(), columns, progress, cancellationToken);
        return new PreparedImport(known is null, (_, row) => LineOf(row));
    }

    private IReadOnlyList<TargetColumn> Survey(CancellationToken cancellationToken)
    {
        using var source = Open();
        return CsvSurvey.Columns(source, format, file, types, cancellationToken);
    }

    private IReadOnlyList<TargetColumn> Match(IReadOnlyList<string> header, IReadOnlyList<TargetColumn> known)
    {
        var unknown = header.Where(name => !known.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        if (unknown.Count > 0)
            throw new ImportException($"The table {table} has no column {string.Join(", ", unknown)}; it has: {string.Join(", ", known.Select(column => column.Name))}.");
        return [.. header.Select(name => known.First(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
    }

    private void Copy(CsvReader reader, SqliteConnection rows, IReadOnlyList<TargetColumn> columns, IProgress<long> progress, CancellationToken cancellationToken)
    {
        rows.Execute($"CREATE TABLE {SqlName.Quote(table)} ({string.Join(", ", columns.Select(column => $"{SqlName.Quote(column.Name)} {column.Type}".TrimEnd()))})");
        rows.Begin();
        using var insert = rows.PrepareOwned($"INSERT INTO {SqlName.Quote(table)} VALUES ({string.Join(", ", columns.Select((_, at) => $"?{at + 1}"))})");
        var faults = new ImportFaults();
        for (var records = 1L; reader.Read(); records++)
        {
            if (records % Looks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(reader.Bytes);
            }

            if (reader.IsBlank && columns.Count > 1)
                continue;
            if (FaultOf(reader, columns.Count) is { } fault)
                faults.Add(reader.Line, fault);
            else if (faults.IsEmpty)
                Insert(insert, reader);
        }

        if (!faults.IsEmpty)
            throw faults.ToException(file);
        rows.Commit();
    }

    private static string? FaultOf(CsvReader record, int columns) => record.Fault
        ?? (record.Count == columns ? null : $"it has {record.Count} {(record.Count == 1 ? "field" : "fields")} where there are {columns} columns");

    private void Insert(SqliteStatement insert, CsvReader record)
    {
        for (var field = 0; field < record.Count; field++)
        {
            if (format.IsNull(record, field))
                insert.BindNull(field + 1);
            else
                insert.BindText(field + 1, record[field]);
        }

        insert.Execute();
    }

    // Asked once, when the database refused a row: lines and rows differ where fields have line ends.
    private long? LineOf(long row)
    {
        using var source = Open();
        var reader = format.Open(source);
        var columns = CsvHeader.Read(reader, format, file)?.Count;
        while (reader.Read())
        {
            columns ??= reader.Count;
            if ((!reader.IsBlank || columns == 1) && --row == 0)
                return reader.Line;
        }

        return null;
    }

    private FileStream Open() => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
}
