namespace Capstan.History.Linearizability;

/// <summary>What the search for a linear order found.</summary>
/// <param name="IsLinearizable">Whether there is one for every register.</param>
/// <param name="IsDecided">False when the search gave up: too many orders are possible.</param>
/// <param name="Reason">The first call that fits nowhere, with its surroundings; empty when all fit.</param>
public sealed record LinearVerdict(bool IsLinearizable, bool IsDecided, string Reason)
{
    public static LinearVerdict Yes { get; } = new(true, true, "");
}
