using System.Text.Json;
using Samples.Shared;

namespace RideShare.Rides.Riding;

/// <summary>A ward of the city, by its number.</summary>
internal readonly record struct Area
{
    public const int First = 1;
    public const int Last = 198;

    private Area(int number) => Number = number;

    public int Number { get; }

    /// <summary>Null unless the text is digits alone and names an area.</summary>
    public static Area? Parse(string? text) =>
        !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && int.TryParse(text, out int number) && number is >= First and <= Last
            ? new Area(number)
            : null;

    /// <summary>A field of an object: clients send an area as a string or as a number.</summary>
    public static Area? Read(JsonElement parent, string field) =>
        parent.Field(field) is { ValueKind: JsonValueKind.Number } number ? Parse(number.GetRawText()) : Parse(parent.Text(field));

    public override string ToString() => Number.ToString();
}
