namespace Capstan.Commands.Databases.Importing;

/// <summary>What is wrong with a file to import: the first of it, and how much more there is.</summary>
internal sealed class ImportFaults
{
    /// <summary>Faults that are told.</summary>
    public const int Told = 20;

    private readonly List<string> _lines = [];

    /// <summary>All that were found.</summary>
    public long Count { get; private set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>One more.</summary>
    /// <param name="line">Its line in the file, from 1.</param>
    /// <param name="what">What is wrong there.</param>
    public void Add(long line, string what)
    {
        if (++Count <= Told)
            _lines.Add($"line {line}: {what}");
    }

    /// <summary>The exception that tells them.</summary>
    public ImportException ToException(string file) =>
        new($"{file} was not imported: {(Count == 1 ? "it has a fault" : $"it has {Count} faults")}.", Count > Told ? [.. _lines, $"and {Count - Told} more"] : _lines);
}
