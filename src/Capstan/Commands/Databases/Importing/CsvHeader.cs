using System.Text;

namespace Capstan.Commands.Databases.Importing;

/// <summary>The columns that a file of comma-separated values has.</summary>
internal static class CsvHeader
{
    /// <summary>Reads them off the first record; without a header they are those of the table, in its order.</summary>
    /// <param name="reader">Stands before the first record; afterwards before the first row.</param>
    /// <param name="format">How the file is read.</param>
    /// <param name="file">Its name, for faults.</param>
    /// <exception cref="ImportException">There are none, or one is there twice or has no name.</exception>
    public static IReadOnlyList<string>? Read(CsvReader reader, CsvFormat format, string file)
    {
        if (!format.HasHeader)
            return null;
        if (!reader.Read())
            throw new ImportException($"{file} is empty; its first line has to name the columns (or use --no-header).");
        if (reader.Fault is { } fault)
            throw new ImportException($"The header of {file} cannot be read: {fault}.");
        var names = new List<string>(reader.Count);
        for (var field = 0; field < reader.Count; field++)
            names.Add(Encoding.UTF8.GetString(reader[field]).Trim());
        if (names.IndexOf("") is var empty and >= 0)
            throw new ImportException($"Column {empty + 1} of {file} has no name in the first line; name it, or use --no-header.");
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ImportException($"{file} has the column {twice.Key} twice.");
        return names;
    }
}
