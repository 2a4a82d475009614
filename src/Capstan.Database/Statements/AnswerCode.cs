namespace Capstan.Database.Statements;

/// <summary>How a request ended. The numbers are stored with answers and never change; the names are the stable codes of the API.</summary>
public enum AnswerCode : byte
{
    /// <summary>Done; the body holds the results.</summary>
    Ok = 0,

    /// <summary>A unique or primary-key constraint refused it (HTTP 409).</summary>
    Unique = 1,

    /// <summary>A foreign key refused it (409).</summary>
    ForeignKey = 2,

    /// <summary>A check constraint refused it (409).</summary>
    Check = 3,

    /// <summary>A NOT NULL constraint refused it (409).</summary>
    NotNull = 4,

    /// <summary>Another constraint, a strict column type or a trigger refused it (409).</summary>
    Constraint = 5,

    /// <summary>A statement that expects rows changed and returned none (409).</summary>
    NothingMatched = 6,

    /// <summary>The statement is wrong: syntax, unknown table or column, wrong parameters, mismatched type (400).</summary>
    InvalidSql = 7,

    /// <summary>The statement is not allowed here (403).</summary>
    Forbidden = 8,

    /// <summary>Too many rows or bytes, too deep, too many steps (413).</summary>
    TooLarge = 9,

    /// <summary>It came to the log more than a minute after its caller had given up; no effect (504).</summary>
    Expired = 10,

    /// <summary>The same request id with another body; no effect (422).</summary>
    KeyReused = 11,

    /// <summary>No room for another idempotency key; no effect (503).</summary>
    KeysFull = 12,

    /// <summary>It ended the leaders that took it, or the workers that applied it; no effect (500).</summary>
    Poison = 13,

    /// <summary>Reads: the worker has not come as far as the request asks (the front asks another).</summary>
    NotYet = 14,

    /// <summary>Reads: took longer than its deadline (503).</summary>
    Timeout = 15,

    /// <summary>The worker cannot serve now; somebody else may (503).</summary>
    Unavailable = 16,
}
