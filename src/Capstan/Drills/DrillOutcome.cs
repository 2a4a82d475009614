namespace Capstan.Drills;

/// <summary>What came of a request for a drill.</summary>
/// <param name="Injection">What was done; null when it was refused.</param>
/// <param name="Refusal">One sentence that says why not; null when it was done.</param>
public sealed record DrillOutcome(DrillInjection? Injection, string? Refusal)
{
    /// <summary>It was done.</summary>
    public static DrillOutcome Of(DrillInjection injection) => new(injection, null);

    /// <summary>It was not.</summary>
    public static DrillOutcome Refuse(string sentence) => new(null, sentence);
}
