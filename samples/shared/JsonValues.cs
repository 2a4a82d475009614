using System.Text.Json;

namespace Samples.Shared;

/// <summary>Values of a client's JSON; null when they are not what is wanted.</summary>
public static class JsonValues
{
    /// <summary>A field of an object.</summary>
    public static JsonElement? Field(this JsonElement parent, string field) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out JsonElement value) ? value : null;

    /// <summary>A string field of an object.</summary>
    public static string? Text(this JsonElement parent, string field) => parent.Field(field)?.Text();

    /// <summary>A string; text that is no Unicode is none.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The element of an array that has exactly one.</summary>
    public static JsonElement? Single(this JsonElement array) =>
        array.ValueKind == JsonValueKind.Array && array.GetArrayLength() == 1 ? array[0] : null;
}
