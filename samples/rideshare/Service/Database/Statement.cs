using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>One SQL statement. Values are always parameters, never part of the text.</summary>
/// <param name="Sql">The text, with a <c>?</c> for each parameter.</param>
/// <param name="Parameters">Strings and whole numbers, in the order of the question marks.</param>
public sealed record Statement(string Sql, params object[] Parameters)
{
    /// <summary>Whether the whole operation is undone when this statement changes no row.</summary>
    public bool MustChange { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("sql", Sql);
        json.WriteStartArray("parameters");
        foreach (object value in Parameters)
        {
            Write(json, value);
        }

        json.WriteEndArray();
        if (MustChange)
        {
            json.WriteString("expect", "rows");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        if (value is string text)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteNumberValue(Convert.ToInt64(value));
        }
    }
}
