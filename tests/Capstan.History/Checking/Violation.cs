namespace Capstan.History.Checking;

/// <summary>A promise that was broken.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Text">What was found.</param>
public sealed record Violation(Rule Rule, string Text)
{
    public override string ToString() => $"({Rule}) {Text}";
}
