namespace Capstan.Commands.Databases.Importing;

/// <summary>What an import was asked to do.</summary>
internal sealed record ImportRequest
{
    /// <summary>Full path of the file.</summary>
    public required string File { get; init; }

    /// <summary>What the file is.</summary>
    public required ImportForm Form { get; init; }

    /// <summary>The table; null for the file's name, or all tables of a database file.</summary>
    public string? Table { get; init; }

    /// <summary>Whether tables may be created.</summary>
    public bool MayCreate { get; init; }

    /// <summary>Types of a new table's columns that are given.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How comma-separated values are read.</summary>
    public CsvFormat Csv { get; init; } = new(',', HasHeader: true, Null: null);

    /// <summary>Name of the write.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the result is JSON.</summary>
    public bool AsJson { get; init; }
}
