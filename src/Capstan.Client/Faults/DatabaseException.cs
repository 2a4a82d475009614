using System.Data.Common;

namespace Capstan.Client;

/// <summary>
/// The database refused, or there was no answer within the deadline. Nothing is done, except that with the code
/// <see cref="DatabaseErrors.OutcomeUnknown"/> nobody knows.
/// </summary>
public class DatabaseException : DbException
{
    /// <summary>Without a reason.</summary>
    public DatabaseException()
    {
    }

    /// <summary>With a reason.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public DatabaseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>HTTP status of the last answer; 0 without one.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong: one of <see cref="DatabaseErrors"/>, or a newer one of the database's. Stable.</summary>
    public string Code { get; init; } = DatabaseErrors.NoAnswer;

    /// <summary>With <see cref="DatabaseErrors.Constraint"/>: <c>unique</c>, <c>foreign_key</c>, <c>check</c>, <c>not_null</c> or <c>other</c>.</summary>
    public string? Constraint { get; init; }

    /// <summary>The key of the write that it is about; null for reads.</summary>
    public string? RequestId { get; init; }

    /// <summary>The log position that the answer carried; 0 without one.</summary>
    public long Position { get; init; }

    /// <summary>Whether the same may fare better later: the same write with <see cref="RequestId"/> as its key, so that it is done once.</summary>
    public override bool IsTransient => FaultRules.IsTransient(Status, Code);

    /// <summary>The same in the five characters of the SQL standard; null for what it does not know.</summary>
    public override string? SqlState => (Code, Constraint) switch
    {
        (DatabaseErrors.Constraint, "unique") => "23505",
        (DatabaseErrors.Constraint, "foreign_key") => "23503",
        (DatabaseErrors.Constraint, "check") => "23514",
        (DatabaseErrors.Constraint, "not_null") => "23502",
        (DatabaseErrors.Constraint, _) => "23000",
        (DatabaseErrors.InvalidSql, _) => "42000",
        (DatabaseErrors.Forbidden or DatabaseErrors.RightRequired, _) => "42501",
        (DatabaseErrors.TokenRequired, _) => "28000",
        (DatabaseErrors.OutcomeUnknown, _) => "08007",
        (DatabaseErrors.NoAnswer or DatabaseErrors.Unavailable, _) => "08006",
        _ => null,
    };
}
