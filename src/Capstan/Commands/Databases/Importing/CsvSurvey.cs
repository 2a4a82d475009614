namespace Capstan.Commands.Databases.Importing;

/// <summary>Reads a file of comma-separated values once from end to end, to find the types of its columns.</summary>
internal static class CsvSurvey
{
    /// <summary>The columns with the types that fit all their values.</summary>
    /// <param name="source">The file, from its start.</param>
    /// <param name="format">How it is read.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="types">Types that were given for some columns.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImportException">The header is none, or a type is given for a column that is not there.</exception>
    public static IReadOnlyList<TargetColumn> Columns(
        Stream source, CsvFormat format, string file, IReadOnlyDictionary<string, string> types, CancellationToken cancellationToken)
    {
        var reader = format.Open(source);
        var names = CsvHeader.Read(reader, format, file);
        var kinds = new ColumnKind[names?.Count ?? 0];
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (names is null && kinds.Length == 0)
                kinds = new ColumnKind[reader.Count];
            for (var field = 0; field < Math.Min(reader.Count, kinds.Length); field++)
            {
                if (!format.IsNull(reader, field))
                    kinds[field].See(reader[field]);
            }
        }

        if (kinds.Length == 0)
            throw new ImportException($"{file} is empty: there is nothing to create a table from.");
        names ??= [.. Enumerable.Range(1, kinds.Length).Select(number => $"c{number}")];
        if (types.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ImportException($"--types names the column {unknown}; {file} has {string.Join(", ", names)}.");
        return [.. names.Select((name, at) => new TargetColumn(name, types.GetValueOrDefault(name) ?? kinds[at].Name))];
    }
}
