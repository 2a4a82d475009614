using System.Globalization;

namespace Capstan.Database.Log;

/// <summary>Log sequence number: the place of a record that takes one in the single total order, 1, 2, 3 …</summary>
/// <param name="Value">The number; 0 is before the first.</param>
public readonly record struct Lsn(long Value) : IComparable<Lsn>
{
    /// <summary>Before the first.</summary>
    public static Lsn None => default;

    /// <summary>The one after this.</summary>
    public Lsn Next => new(Value + 1);

    /// <inheritdoc />
    public int CompareTo(Lsn other) => Value.CompareTo(other.Value);

    /// <summary>Order by number.</summary>
    public static bool operator <(Lsn left, Lsn right) => left.Value < right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >(Lsn left, Lsn right) => left.Value > right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator <=(Lsn left, Lsn right) => left.Value <= right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >=(Lsn left, Lsn right) => left.Value >= right.Value;

    /// <summary>The bare number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
