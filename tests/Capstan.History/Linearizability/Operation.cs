namespace Capstan.History.Linearizability;

/// <summary>A call as the search sees it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Start">Before this it has no effect.</param>
/// <param name="End">At this it has had its effect; <see cref="Never"/> when it need not have one.</param>
internal sealed record Operation(RecordedCall Call, long Start, long End)
{
    public const long Never = long.MaxValue;

    public bool MayNeverHappen => End == Never;

    /// <summary>Whether it changes no state, so that it can be placed at once wherever it fits.</summary>
    public bool IsPure => Call.Kind == CallKind.Read || Call.Outcome == Outcome.Mismatch;

    /// <summary>Whether it can happen in a state.</summary>
    public bool Fits(long value) => Call.Kind switch
    {
        CallKind.Read => Call.Value == value,
        CallKind.Write => true,
        _ => Call.Outcome == Outcome.Mismatch ? Call.Expected != value : Call.Expected == value,
    };

    /// <summary>The state after it.</summary>
    public long After(long value) => IsPure ? value : Call.Value;
}
