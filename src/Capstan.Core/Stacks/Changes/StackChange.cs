namespace Capstan.Core.Stacks.Changes;

/// <summary>One difference between two versions of a stack.</summary>
/// <param name="Kind">What it does to the running stack.</param>
/// <param name="Service">The service or database that it concerns; null for the stack as a whole.</param>
/// <param name="Sentence">The change and what comes of it, or the remedy when it is refused; one sentence with its full stop.</param>
public sealed record StackChange(StackChangeKind Kind, string? Service, string Sentence);
