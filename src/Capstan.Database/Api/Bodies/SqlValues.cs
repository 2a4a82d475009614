using System.Text.Json;
using Capstan.Database.Api.Problems;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Bodies;

/// <summary>
/// JSON values as SQL values: null, integers of 64 bits exactly, reals, text, booleans as 0 and 1, blobs as <c>{"base64":"…"}</c>.
/// </summary>
internal static class SqlValues
{
    private const string Blob = "base64";

    /// <summary>The SQL value of a JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">Names it in an error.</param>
    /// <exception cref="BadRequestException">There is none.</exception>
    public static SqlValue Of(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Null => SqlValue.Null,
        JsonValueKind.True => SqlValue.Of(1),
        JsonValueKind.False => SqlValue.Of(0),
        JsonValueKind.Number => Number(value, place),
        JsonValueKind.String => SqlValue.Of(JsonFields.Text(value, place)),
        JsonValueKind.Object => SqlValue.Of(Bytes(value, place)),
        _ => throw new BadRequestException($"{place} is an array; a value is null, true, false, a number, a text or {{\"base64\":\"…\"}}."),
    };

    private static SqlValue Number(JsonElement value, string place)
    {
        if (value.TryGetInt64(out var integer))
            return SqlValue.Of(integer);
        if (value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            throw new BadRequestException($"{place} is an integer beyond 64 bits. Send it as a text.");
        return value.TryGetDouble(out var real) && double.IsFinite(real)
            ? SqlValue.Of(real)
            : throw new BadRequestException($"{place} is a number beyond what 64 bits hold.");
    }

    private static byte[] Bytes(JsonElement value, string place)
    {
        JsonFields.AllowOnly(value, place, Blob);
        if (JsonFields.Find(value, Blob) is not { } text)
            throw new BadRequestException($"{place} is an object without 'base64'; only blobs are objects: {{\"base64\":\"…\"}}.");
        return text.ValueKind == JsonValueKind.String && text.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new BadRequestException($"{place} is not base64.");
    }
}
