namespace Capstan.Client;

/// <summary>The answer to a write: all of it is done, on the log and applied by the leader.</summary>
public sealed class WriteAnswer
{
    internal WriteAnswer(long position, string requestId, IReadOnlyList<ResultSet> results) => (Position, RequestId, Results) = (position, requestId, results);

    /// <summary>Its place in the log.</summary>
    public long Position { get; }

    /// <summary>Its name: the key that was given or made.</summary>
    public string RequestId { get; }

    /// <summary>A result for each statement.</summary>
    public IReadOnlyList<ResultSet> Results { get; }

    /// <summary>Rows that all statements changed together.</summary>
    public long Changes => Results.Sum(result => result.Changes);
}
