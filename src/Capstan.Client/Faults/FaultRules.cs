namespace Capstan.Client;

/// <summary>What an error means for the next attempt (docs/database-api.md, Errors).</summary>
internal static class FaultRules
{
    /// <summary>Whether the same request may fare better in a moment.</summary>
    public static bool IsTransient(int status, string code) => code switch
    {
        DatabaseErrors.NoAnswer or DatabaseErrors.OutcomeUnknown => true,

        // A wrong token does not become right by waiting.
        DatabaseErrors.Poison or DatabaseErrors.TooManyFailures => false,
        DatabaseErrors.BadAnswer => status is 200 or 408 or 429 or >= 500,
        _ => status is 408 or 429 or >= 500,
    };

    /// <summary>Whether a write that was answered so may be done, or still become so: the database says of its own errors that it is not.</summary>
    public static bool MayBeDone(int status, string code) => code switch
    {
        DatabaseErrors.OutcomeUnknown => true,
        DatabaseErrors.BadAnswer => status is 200 or >= 500,
        _ => false,
    };

    /// <summary>
    /// Whether it settles what earlier attempts left open. What the log decides does, for it decides once for each key; what the front
    /// says before anything is queued tells of this attempt alone.
    /// </summary>
    public static bool Settles(string code) => code is DatabaseErrors.Constraint or DatabaseErrors.NothingMatched or DatabaseErrors.InvalidSql
        or DatabaseErrors.Forbidden or DatabaseErrors.TooLarge or DatabaseErrors.BadRequest or DatabaseErrors.KeyReused or DatabaseErrors.Poison;
}
