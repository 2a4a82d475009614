using System.Text.Json;

namespace Capstan.Client;

/// <summary>Reads the results of statements. Small integers are boxed once for all.</summary>
internal static class ResultReader
{
    private const int LeastBoxed = -1;
    private const int MostBoxed = 255;

    private static readonly object[] Boxed = [.. Enumerable.Range(LeastBoxed, MostBoxed - LeastBoxed + 1).Select(number => (object)(long)number)];

    /// <summary>Reads an array of results.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="expected">How many there should be.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static List<ResultSet> ReadAll(ref Utf8JsonReader json, int expected)
    {
        var results = new List<ResultSet>(expected);
        json.Expect(JsonTokenType.StartArray);
        while (json.NextElement())
            results.Add(Read(ref json));
        return results;
    }

    private static ResultSet Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a result is no object");
        string[] columns = [];
        IReadOnlyList<object?[]> rows = [];
        long changes = 0;
        long? last = null;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("changes"u8))
                changes = json.Integer();
            else if (json.ValueTextEquals("lastInsertRowId"u8))
                last = json.Integer();
            else if (json.ValueTextEquals("columns"u8))
                columns = Columns(ref json);
            else if (json.ValueTextEquals("rows"u8))
                rows = Rows(ref json, columns.Length);
            else
                json.Skip();
        }

        return new ResultSet(columns, rows, changes, last);
    }

    private static string[] Columns(ref Utf8JsonReader json)
    {
        var columns = new List<string>();
        json.Expect(JsonTokenType.StartArray);
        while (json.NextElement())
            columns.Add(json.TokenType == JsonTokenType.String ? json.StringHere() : throw new JsonException("a column's name is no text"));
        return [.. columns];
    }

    private static List<object?[]> Rows(ref Utf8JsonReader json, int columns)
    {
        var rows = new List<object?[]>();
        json.Expect(JsonTokenType.StartArray);
        while (json.NextElement())
            rows.Add(Row(ref json, columns));
        return rows;
    }

    private static object?[] Row(ref Utf8JsonReader json, int columns)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a row is no array");
        var row = new object?[columns];
        var at = 0;
        for (; json.NextElement(); at++)
        {
            if (at == columns)
                throw new JsonException("a row has more values than there are columns");
            row[at] = Value(ref json);
        }

        return at == columns ? row : throw new JsonException("a row has fewer values than there are columns");
    }

    private static object? Value(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number => Number(ref json),
        JsonTokenType.String => json.StringHere(),
        JsonTokenType.StartObject => Blob(ref json),
        var other => throw new JsonException($"{other} stands where a value belongs"),
    };

    // The database writes reals with a point or an exponent, integers without.
    private static object Number(ref Utf8JsonReader json)
    {
        if (json.TryGetInt64(out var integer))
            return integer is >= LeastBoxed and <= MostBoxed ? Boxed[integer - LeastBoxed] : integer;
        return json.TryGetDouble(out var real) ? real : throw new JsonException("a number is none of 64 bits");
    }

    private static byte[] Blob(ref Utf8JsonReader json)
    {
        byte[]? bytes = null;
        while (json.NextMember())
        {
            if (!json.ValueTextEquals("base64"u8))
                throw new JsonException("a value is an object without base64");
            json.Expect(JsonTokenType.String);
            if (!json.TryGetBytesFromBase64(out bytes))
                throw new JsonException("a blob is no base64");
        }

        return bytes ?? throw new JsonException("a value is an object without base64");
    }
}
