namespace Capstan.Client;

/// <summary>The answer to a read.</summary>
public sealed class Answer
{
    internal Answer(long position, ReadLevel level, IReadOnlyList<ResultSet> results) => (Position, Level, Results) = (position, level, results);

    /// <summary>The log position whose state it shows.</summary>
    public long Position { get; }

    /// <summary>The level that it was read at.</summary>
    public ReadLevel Level { get; }

    /// <summary>A result for each statement, all of one state.</summary>
    public IReadOnlyList<ResultSet> Results { get; }
}
