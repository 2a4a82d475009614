using System.Globalization;
using System.Text;

namespace Capstan.Client;

/// <summary>What SQLite keeps, as .NET types: the way back of <see cref="StoredValues"/>, and of what other programs wrote with Microsoft.Data.Sqlite.</summary>
internal static class FieldValues
{
    private const double UnixEpochJulian = 2440587.5;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A value as a type.</summary>
    /// <exception cref="InvalidCastException">It is NULL and the type has none, or it does not fit.</exception>
    public static T To<T>(object? value, string column)
    {
        if (typeof(T) == typeof(object))
            return (T)(value ?? DBNull.Value);
        if (value is T same)
            return same;
        if (value is null)
            return default(T) is null && Nullable.GetUnderlyingType(typeof(T)) is not null
                ? default!
                : throw new InvalidCastException($"The column '{column}' is NULL here, which {typeof(T).Name} has not; ask IsDBNull or for a nullable type.");
        try
        {
            return (T)To(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), value);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw new InvalidCastException($"The column '{column}' holds a {ResultColumns.NameOf(value.GetType())} here that is no {typeof(T).Name}: {fault.Message}", fault);
        }
    }

    private static object To(Type type, object value)
    {
        if (type.IsEnum)
            return value is string name ? Enum.Parse(type, name, ignoreCase: true) : Enum.ToObject(type, Convert.ToInt64(value, Invariant));
        if (type == typeof(Guid))
            return value is byte[] { Length: 16 } bytes ? new Guid(bytes) : Guid.Parse(Text(value));
        if (type == typeof(DateTime))
            return value is string ? DateTime.Parse(Text(value), Invariant, DateTimeStyles.RoundtripKind) : OfJulian(value);
        if (type == typeof(DateTimeOffset))
            return value is string ? DateTimeOffset.Parse(Text(value), Invariant, DateTimeStyles.AssumeUniversal) : new DateTimeOffset(OfJulian(value), TimeSpan.Zero);
        if (type == typeof(DateOnly))
            return value is string ? DateOnly.FromDateTime(DateTime.Parse(Text(value), Invariant)) : DateOnly.FromDateTime(OfJulian(value));
        if (type == typeof(TimeOnly))
            return value is string ? TimeOnly.Parse(Text(value), Invariant) : TimeOnly.FromDateTime(OfJulian(value));
        if (type == typeof(TimeSpan))
            return value is string ? TimeSpan.Parse(Text(value), Invariant) : TimeSpan.FromDays(Convert.ToDouble(value, Invariant));
        return Plain(type, value);
    }

    private static object Plain(Type type, object value)
    {
        if (type == typeof(byte[]))
            return value is string text ? Encoding.UTF8.GetBytes(text) : (byte[])value;
        if (type == typeof(Stream))
            return new MemoryStream(value is string text ? Encoding.UTF8.GetBytes(text) : (byte[])value, writable: false);
        if (type == typeof(TextReader))
            return new StringReader(Text(value));
        if (type == typeof(string))
            return Text(value);
        if (type == typeof(bool))
            return value is string word && bool.TryParse(word, out var flag) ? flag : Convert.ToDouble(value, Invariant) != 0;
        if (type == typeof(char))
            return value is string letter ? letter.Single() : (char)Convert.ToInt64(value, Invariant);
        if (type == typeof(decimal) && value is string number)
            return decimal.Parse(number, NumberStyles.Number | NumberStyles.AllowExponent, Invariant);
        return Convert.ChangeType(value, type, Invariant);
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, Invariant)!,
    };

    // A number is a day as SQLite's julianday() counts them.
    private static DateTime OfJulian(object value)
    {
        var days = Convert.ToDouble(value, Invariant) - UnixEpochJulian;
        return DateTime.UnixEpoch.AddMilliseconds(Math.Round(days * TimeSpan.MillisecondsPerDay));
    }
}
