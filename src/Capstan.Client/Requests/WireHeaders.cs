namespace Capstan.Client;

/// <summary>Headers of the database's API.</summary>
internal static class WireHeaders
{
    /// <summary>Answers: the log position that they show. Requests: the position that the answer must show at least.</summary>
    public const string Position = "Capstan-Position";

    /// <summary>Requests: how long the caller waits for a write.</summary>
    public const string Deadline = "Capstan-Deadline";

    /// <summary>Requests: the name of a write.</summary>
    public const string Key = "Idempotency-Key";
}
