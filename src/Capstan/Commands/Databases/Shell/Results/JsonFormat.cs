using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>
/// One JSON object a line for each statement, values as the database's API writes them: bytes are <c>{"base64":"…"}</c>, integers exact.
/// </summary>
internal sealed class JsonFormat : IResultFormat
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc />
    public void Write(ShellRows result, TextWriter output, SheetPlace place)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            Write(result, place.Position, json);
        output.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static void Write(ShellRows result, long position, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteNumber("position", position);
        json.WriteNumber("changes", result.Changes);
        if (result.LastInsertRowId is { } id and not 0)
            json.WriteNumber("lastInsertRowId", id);
        else
            json.WriteNull("lastInsertRowId");
        json.WriteStartArray("columns");
        foreach (var column in result.Columns)
            json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in result.Rows)
        {
            json.WriteStartArray();
            foreach (var value in row)
                Write(value, json);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(object? value, Utf8JsonWriter json)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case byte[] bytes:
                json.WriteStartObject();
                json.WriteBase64String("base64", bytes);
                json.WriteEndObject();
                break;
            case double real when double.IsInfinity(real):
                // JSON has no infinity; this is how the database's API writes it, and reads back as one.
                json.WriteRawValue(real > 0 ? "9e999" : "-9e999", skipInputValidation: true);
                break;
            default:
                json.WriteRawValue(Cell.Number(value), skipInputValidation: true);
                break;
        }
    }
}
