using System.Text.Json;

namespace RideShare.Service;

/// <summary>Values of a client's JSON; null when they are not what is wanted.</summary>
public static class JsonValues
{
    /// <summary>A field of an object; null also when the object has names that are no Unicode.</summary>
    public static JsonElement? Field(this JsonElement parent, string field)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(field, out JsonElement value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A string field of an object; text that is no Unicode is none.</summary>
    public static string? Text(this JsonElement parent, string field)
    {
        try
        {
            return parent.Field(field) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
