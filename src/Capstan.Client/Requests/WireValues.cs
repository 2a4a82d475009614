using System.Globalization;
using System.Text.Json;

namespace Capstan.Client;

/// <summary>Values as the database's JSON has them (docs/database-api.md, Values).</summary>
internal static class WireValues
{
    private const int LongestNumber = 32;

    /// <summary>Refuses what has no form on the wire.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static void Check(object? value)
    {
        switch (value)
        {
            case double real when !double.IsFinite(real):
            case float single when !float.IsFinite(single):
                throw new ArgumentException($"{value} is no number that a statement can carry; give a finite one.", nameof(value));
            case ulong large when large > long.MaxValue:
                throw new ArgumentException($"{value} is beyond the integers of 64 bits that SQLite has; give it as a string.", nameof(value));
            case string text when !IsUnicode(text):
                throw new ArgumentException("A text has half of a surrogate pair, which is no Unicode.", nameof(value));
            case null or long or int or short or sbyte or byte or uint or ushort or ulong or bool or double or float or string or byte[]
                or ReadOnlyMemory<byte> or ArraySegment<byte> or Memory<byte>:
                break;
            default:
                throw new ArgumentException(
                    $"A value is of type {value.GetType()}; give null, an integer, a boolean, a double, a string or bytes.", nameof(value));
        }
    }

    /// <summary>Whether a text is Unicode; otherwise it would be sent as something else.</summary>
    public static bool IsUnicode(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (var at = first; at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsSurrogatePair(text, at))
                return false;
            at++;
        }

        return true;
    }

    /// <summary>Writes a value that was checked.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double real: WriteReal(json, real); break;
            case float real: WriteReal(json, real); break;
            case byte[] bytes: WriteBlob(json, bytes); break;
            case ReadOnlyMemory<byte> bytes: WriteBlob(json, bytes.Span); break;
            case Memory<byte> bytes: WriteBlob(json, bytes.Span); break;
            case ArraySegment<byte> bytes: WriteBlob(json, bytes); break;
            default: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
        }
    }

    // Without a point or exponent it would be an integer to the database.
    private static void WriteReal(Utf8JsonWriter json, double value)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static void WriteBlob(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        json.WriteStartObject();
        json.WriteBase64String("base64"u8, bytes);
        json.WriteEndObject();
    }
}
