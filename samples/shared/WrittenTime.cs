namespace Samples.Shared;

/// <summary>
/// A moment as clients write it, <c>DD-MM-YYYY:SS-MM-HH</c>: seconds before minutes before hours, in UTC. The text is kept, because it
/// is answered as it came; the order is that of the calendar.
/// </summary>
public readonly record struct WrittenTime : IComparable<WrittenTime>
{
    private const string Shape = "00-00-0000:00-00-00";

    private WrittenTime(string text, DateTimeOffset moment)
    {
        Text = text;
        Moment = moment;
    }

    public string Text { get; }

    public DateTimeOffset Moment { get; }

    public static bool operator <(WrittenTime left, WrittenTime right) => left.CompareTo(right) < 0;

    public static bool operator >(WrittenTime left, WrittenTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(WrittenTime left, WrittenTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WrittenTime left, WrittenTime right) => left.CompareTo(right) >= 0;

    /// <summary>Null unless the text has exactly this shape and names a real date and time.</summary>
    public static WrittenTime? Parse(string text)
    {
        if (text.Length != Shape.Length || !text.Zip(Shape).All(pair => pair.Second == '0' ? char.IsAsciiDigit(pair.First) : pair.First == pair.Second))
        {
            return null;
        }

        int day = int.Parse(text.AsSpan(0, 2)), month = int.Parse(text.AsSpan(3, 2)), year = int.Parse(text.AsSpan(6, 4));
        int second = int.Parse(text.AsSpan(11, 2)), minute = int.Parse(text.AsSpan(14, 2)), hour = int.Parse(text.AsSpan(17, 2));
        bool isReal = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60;
        return isReal ? new WrittenTime(text, new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero)) : null;
    }

    public int CompareTo(WrittenTime other) => Moment.CompareTo(other.Moment);
}
