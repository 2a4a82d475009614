using System.Text.Json;

namespace Capstan.Client;

/// <summary>Problem details of the database (RFC 9457).</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Message">Title and detail.</param>
/// <param name="Constraint">Which constraint.</param>
internal sealed record Problem(string Code, string Message, string? Constraint)
{
    /// <summary>Reads them; null when the body is none.</summary>
    public static Problem? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(new Utf8JsonReader(body));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not the database's: the caller says so.
            return null;
        }
    }

    private static Problem? Read(Utf8JsonReader json)
    {
        string? code = null, title = null, detail = null, constraint = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("code"u8))
                code = Text(ref json);
            else if (json.ValueTextEquals("title"u8))
                title = Text(ref json);
            else if (json.ValueTextEquals("detail"u8))
                detail = Text(ref json);
            else if (json.ValueTextEquals("constraint"u8))
                constraint = Text(ref json);
            else
                json.Skip();
        }

        return string.IsNullOrEmpty(code) ? null : new Problem(code, string.IsNullOrEmpty(detail) ? title ?? code : $"{title} {detail}", constraint);
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }
}
