namespace Capstan.Control;

/// <summary>What came of a reload.</summary>
/// <param name="Accepted">Whether the changed stack was taken over.</param>
/// <param name="Lines">What will be done, or every reason why it was refused.</param>
public sealed record ReloadOutcome(bool Accepted, IReadOnlyList<string> Lines);
