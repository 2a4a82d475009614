using System.Buffers;
using System.Text.Json;

namespace Capstan.Testing.Databases;

/// <summary>What one statement did.</summary>
internal readonly record struct MemoryResult(long Changes, string[]? Columns, object[][]? Rows)
{
    private static readonly byte[] OneChange = """[{"changes":1,"lastInsertRowId":0}]"""u8.ToArray();

    public static MemoryResult One => new(1, null, null);

    public static MemoryResult Of(string[] columns, object[][] rows) => new(0, columns, rows);

    /// <summary>The body of an answer.</summary>
    public static byte[] Encode(IReadOnlyList<MemoryResult> results)
    {
        if (results is [{ Changes: 1, Columns: null }])
            return OneChange;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var result in results)
                result.Write(json);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("changes", Changes);
        json.WriteNumber("lastInsertRowId", 0);
        if (Columns is not null)
        {
            json.WritePropertyName("columns");
            JsonSerializer.Serialize(json, Columns);
            json.WritePropertyName("rows");
            JsonSerializer.Serialize(json, Rows);
        }

        json.WriteEndObject();
    }
}
