namespace Capstan.Client;

/// <summary>Values of <see cref="DatabaseException.Code"/>: those of the database (docs/database-api.md, Errors) and the client's own.</summary>
public static class DatabaseErrors
{
    /// <summary>The client's own: there was no answer. Nothing is done.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>The client's own: what answered does not speak as the database does.</summary>
    public const string BadAnswer = "bad_answer";

    /// <summary>A write was sent and may be done or still become so. Send it again with <see cref="DatabaseException.RequestId"/> as its key.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>The request is wrong.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>Syntax, unknown table or column, wrong parameters, wrong type.</summary>
    public const string InvalidSql = "invalid_sql";

    /// <summary>No right token.</summary>
    public const string TokenRequired = "token_required";

    /// <summary>The token gives too little right.</summary>
    public const string RightRequired = "right_required";

    /// <summary>The statement is not allowed, or it defines and the token is not the admin's.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A constraint refuses it; <see cref="DatabaseException.Constraint"/> tells which.</summary>
    public const string Constraint = "constraint";

    /// <summary>A statement with <see cref="Statement.MustChange"/> found no row.</summary>
    public const string NothingMatched = "nothing_matched";

    /// <summary>Body, request, rows or steps are over their limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The key was used for another request.</summary>
    public const string KeyReused = "key_reused";

    /// <summary>Too many requests without a right token.</summary>
    public const string TooManyFailures = "too_many_failures";

    /// <summary>The request ended the workers that tried it; it will never be done.</summary>
    public const string Poison = "poison";

    /// <summary>No worker serves, or the queue is full. Nothing is done.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A read that was not answered in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>No room for another key. Nothing is done.</summary>
    public const string KeysFull = "keys_full";

    /// <summary>It came to the log too late. Nothing is done.</summary>
    public const string Expired = "expired";
}
