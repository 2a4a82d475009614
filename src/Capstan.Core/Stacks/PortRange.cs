namespace Capstan.Core.Stacks;

/// <summary>Consecutive host ports.</summary>
/// <param name="First">First port, 1 to 65535.</param>
/// <param name="Last">Last port, not below <paramref name="First"/>.</param>
public sealed record PortRange(int First, int Last)
{
    /// <summary>How many ports the range holds.</summary>
    public int Count => Last - First + 1;

    /// <summary>The port of a slot, or null when the range has none for it.</summary>
    public int? PortOf(int slot) => slot < Count ? First + slot : null;
}
