namespace Capstan.Database.Applying;

/// <summary>What all workers of a database must agree on to apply alike.</summary>
/// <param name="KeyRetention">How long an answer under a client's own key counts, in milliseconds of log time.</param>
/// <param name="KeyLimit">Most of those answers.</param>
public sealed record ApplySettings(long KeyRetention, int KeyLimit)
{
    /// <summary>How much later than its caller's deadline a write may still take effect, milliseconds (protocol section 5).</summary>
    public const long Lateness = 60_000;

    /// <summary>How much longer than that the answer under an id of the front's is kept, milliseconds (protocol section 5).</summary>
    public const long Aftermath = 120_000;
}
