namespace Capstan.Database.Api;

/// <summary>Headers of the API's own.</summary>
internal static class ApiHeaders
{
    /// <summary>Answers: the log position that the answer shows. Requests: the position that the answer must show at least.</summary>
    public const string Position = "Capstan-Position";

    /// <summary>Requests: how long the caller waits for a write.</summary>
    public const string Deadline = "Capstan-Deadline";

    /// <summary>Requests: the client's own name for a write.</summary>
    public const string Key = "Idempotency-Key";
}
