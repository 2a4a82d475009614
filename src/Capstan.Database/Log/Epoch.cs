using System.Globalization;

namespace Capstan.Database.Log;

/// <summary>Number of a leadership; given out once, never reused, and never falling along the log.</summary>
/// <param name="Value">The number; 0 is before the first.</param>
public readonly record struct Epoch(long Value) : IComparable<Epoch>
{
    /// <summary>Before the first.</summary>
    public static Epoch None => default;

    /// <summary>The one after this.</summary>
    public Epoch Next => new(Value + 1);

    /// <inheritdoc />
    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    /// <summary>Order by number.</summary>
    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;

    /// <summary>The bare number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
