namespace Capstan.Client;

/// <summary>Why one attempt failed.</summary>
internal sealed record Fault
{
    /// <summary>HTTP status; 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>One of <see cref="DatabaseErrors"/>, or one that only the database knows.</summary>
    public required string Code { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>Which constraint.</summary>
    public string? Constraint { get; init; }

    /// <summary>How long the database asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The position that the answer carried.</summary>
    public long Position { get; init; }

    /// <summary>Whether the attempt, of a write, may have been or still be carried out.</summary>
    public required bool MayBeDone { get; init; }

    /// <summary>What was caught.</summary>
    public Exception? Cause { get; init; }

    /// <summary>Whether another attempt makes sense.</summary>
    public bool IsTransient => FaultRules.IsTransient(Status, Code);

    /// <summary>The exception for the caller.</summary>
    /// <param name="key">The name of the write; null for reads.</param>
    public DatabaseException ToException(string? key) => new(Message, Cause)
    {
        Status = Status,
        Code = Code,
        Constraint = Constraint,
        RequestId = key,
        Position = Position,
    };

    /// <summary>The exception for a write of which an earlier attempt may be done.</summary>
    /// <param name="key">The name of the write; null when it may be done twice.</param>
    public DatabaseException ToUnknown(string? key) => new(
        $"Whether the write is done is not known{(key is null ? "" : $"; send it again with the key {key}, and it is done once at most")}. Last: {Message}", Cause)
    {
        Status = Status,
        Code = DatabaseErrors.OutcomeUnknown,
        RequestId = key,
        Position = Position,
    };
}
