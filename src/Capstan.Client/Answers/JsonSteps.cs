using System.Text.Json;

namespace Capstan.Client;

/// <summary>Steps through JSON of which the shape is known; whatever differs is a <see cref="JsonException"/>.</summary>
internal static class JsonSteps
{
    /// <summary>Goes to the next token, which must be of a kind.</summary>
    public static void Expect(this ref Utf8JsonReader json, JsonTokenType kind)
    {
        if (!json.Read() || json.TokenType != kind)
            throw new JsonException($"{json.TokenType} stands where {kind} belongs");
    }

    /// <summary>Goes to the next member of an object; false at its end.</summary>
    public static bool NextMember(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes to the next element of an array; false at its end.</summary>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>Nothing may follow.</summary>
    public static void End(this ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.EndObject || json.Read())
            throw new JsonException("the end is missing, or something follows it");
    }

    /// <summary>The integer that comes next.</summary>
    public static long Integer(this ref Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.Number);
        return json.TryGetInt64(out var value) ? value : throw new JsonException("a number is no integer of 64 bits");
    }

    /// <summary>The text that comes next.</summary>
    public static string Text(this ref Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.String);
        return json.StringHere();
    }

    /// <summary>The text at this token.</summary>
    public static string StringHere(this ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("a text is no Unicode", fault);
        }
    }
}
