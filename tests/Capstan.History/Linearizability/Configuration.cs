namespace Capstan.History.Linearizability;

/// <summary>One way in which things can have gone so far: the value, and which of the open calls have had their effect already.</summary>
internal readonly record struct Configuration(long Value, UInt128 Done)
{
    public bool Has(int slot) => (Done & Bit(slot)) != 0;

    public Configuration With(int slot, long value) => new(value, Done | Bit(slot));

    public Configuration Without(int slot) => this with { Done = Done & ~Bit(slot) };

    public static UInt128 Bit(int slot) => UInt128.One << slot;
}
