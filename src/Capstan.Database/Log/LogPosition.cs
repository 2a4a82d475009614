using System.Globalization;

namespace Capstan.Database.Log;

/// <summary>Where a message stands in the log, as the log itself numbers them: it grows along the log, may have holes, and says nothing about which record is valid. The first message stands at 1 or above.</summary>
/// <param name="Value">The number; 0 is before the first.</param>
public readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    /// <summary>Before the first.</summary>
    public static LogPosition None => default;

    /// <summary>The one after this.</summary>
    public LogPosition Next => new(Value + 1);

    /// <inheritdoc />
    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    /// <summary>Order by number.</summary>
    public static bool operator <(LogPosition left, LogPosition right) => left.Value < right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >(LogPosition left, LogPosition right) => left.Value > right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator <=(LogPosition left, LogPosition right) => left.Value <= right.Value;

    /// <summary>Order by number.</summary>
    public static bool operator >=(LogPosition left, LogPosition right) => left.Value >= right.Value;

    /// <summary>The bare number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
