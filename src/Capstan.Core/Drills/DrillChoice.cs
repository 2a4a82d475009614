namespace Capstan.Core.Drills;

/// <summary>Whom a drill injures, or why it injures nobody.</summary>
/// <param name="Targets">Empty when it is refused.</param>
/// <param name="Refusal">One sentence for the operator; null when it is not refused.</param>
public sealed record DrillChoice(IReadOnlyList<DrillMember> Targets, string? Refusal)
{
    /// <summary>These are injured.</summary>
    public static DrillChoice Of(params IReadOnlyList<DrillMember> targets) => new(targets, null);

    /// <summary>Nobody is.</summary>
    public static DrillChoice Refuse(string sentence) => new([], sentence);
}
