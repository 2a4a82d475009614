using System.Text.Json;
using Capstan.Database.Api.Bodies;

namespace Capstan.Database.Api.Schemas;

/// <summary>
/// The user tables and columns that there are. What a request names is looked up here, exactly as spelt, and only what is found here goes
/// into a statement.
/// </summary>
internal sealed class SchemaMap
{
    private readonly Dictionary<string, SchemaTable> _tables;

    private SchemaMap(Dictionary<string, SchemaTable> tables) => _tables = tables;

    /// <summary>A table by the name that a request gives.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public SchemaTable Table(string name) =>
        _tables.GetValueOrDefault(name) ?? throw new UnknownNameException($"There is no table '{JsonFields.Shown(name)}'.");

    /// <summary>Reads the answer to <see cref="Reading.SchemaQuery"/>.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SchemaMap Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var tables = document.RootElement[0].GetProperty("rows").EnumerateArray()
                .Select(row => (Table: row[0].GetString()!, Column: SchemaColumn.Of(row[1].GetString()!, row[2].GetString() ?? "", row[3].GetInt64() != 0)))
                .Where(row => !IsOwn(row.Table))
                .GroupBy(row => row.Table, row => row.Column, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => new SchemaTable(group.Key, [.. group]), StringComparer.Ordinal);
            return new SchemaMap(tables);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The answer to the schema query has another form.", fault);
        }
    }

    // What the replication and SQLite keep for themselves is not there for clients.
    private static bool IsOwn(string table) => table.StartsWith('_') || table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);
}
