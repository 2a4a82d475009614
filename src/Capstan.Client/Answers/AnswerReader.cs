using System.Text.Json;

namespace Capstan.Client;

/// <summary>Reads the successes of <c>/v1/query</c>, <c>/v1/execute</c>, <c>/v1/restore</c> and <c>/v1/import</c>.</summary>
internal static class AnswerReader
{
    /// <summary>The answer to a read of so many statements.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Answer ReadQuery(ReadOnlySpan<byte> body, int statements)
    {
        var parts = Read(body, statements);
        return new Answer(parts.Position, LevelOf(parts.Level), parts.Results);
    }

    /// <summary>The answer to a write of so many statements.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WriteAnswer ReadExecute(ReadOnlySpan<byte> body, int statements)
    {
        var parts = Read(body, statements);
        return new WriteAnswer(parts.Position, parts.RequestId ?? throw new JsonException("requestId is missing"), parts.Results);
    }

    /// <summary>The answer to a restore.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RestoreAnswer ReadRestore(ReadOnlySpan<byte> body)
    {
        var parts = Read(body, statements: 0);
        return parts is { RequestId: { } request, Digest: { } digest }
            ? new RestoreAnswer(parts.Position, request, digest)
            : throw new JsonException("requestId or digest is missing");
    }

    /// <summary>The answer to an import.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ImportAnswer ReadImport(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var position = -1L;
        string? request = null, digest = null;
        IReadOnlyList<ImportedTable> tables = [];
        json.Expect(JsonTokenType.StartObject);
        while (json.NextMember())
        {
            if (json.ValueTextEquals("position"u8))
                position = json.Integer();
            else if (json.ValueTextEquals("requestId"u8))
                request = json.Text();
            else if (json.ValueTextEquals("digest"u8))
                digest = json.Text();
            else if (json.ValueTextEquals("results"u8))
                tables = ReadTables(ref json);
            else
                json.Skip();
        }

        json.End();
        return position >= 0 && request is not null && digest is not null
            ? new ImportAnswer(position, request, digest, tables)
            : throw new JsonException("position, requestId or digest is missing");
    }

    private static List<ImportedTable> ReadTables(ref Utf8JsonReader json)
    {
        var tables = new List<ImportedTable>();
        json.Expect(JsonTokenType.StartArray);
        while (json.NextElement())
        {
            var (name, rows, isNew) = ("", 0L, false);
            while (json.NextMember())
            {
                if (json.ValueTextEquals("table"u8))
                    name = json.Text();
                else if (json.ValueTextEquals("rows"u8))
                    rows = json.Integer();
                else if (json.ValueTextEquals("created"u8))
                    isNew = json.Read() && json.TokenType == JsonTokenType.True;
                else
                    json.Skip();
            }

            tables.Add(new ImportedTable(name, rows, isNew));
        }

        return tables;
    }

    private static Parts Read(ReadOnlySpan<byte> body, int statements)
    {
        var json = new Utf8JsonReader(body);
        var parts = new Parts { Position = -1 };
        json.Expect(JsonTokenType.StartObject);
        while (json.NextMember())
        {
            if (json.ValueTextEquals("position"u8))
                parts.Position = json.Integer();
            else if (json.ValueTextEquals("level"u8))
                parts.Level = json.Text();
            else if (json.ValueTextEquals("requestId"u8))
                parts.RequestId = json.Text();
            else if (json.ValueTextEquals("digest"u8))
                parts.Digest = json.Text();
            else if (json.ValueTextEquals("results"u8))
                parts.Results = ResultReader.ReadAll(ref json, statements);
            else
                json.Skip();
        }

        json.End();
        return parts.Position >= 0 && parts.Results.Count == statements
            ? parts
            : throw new JsonException($"position is missing, or there are {parts.Results.Count} results for {statements} statements");
    }

    private static ReadLevel LevelOf(string? name) => name switch
    {
        "any" => ReadLevel.Any,
        "session" => ReadLevel.Session,
        "linear" => ReadLevel.Linear,
        _ => throw new JsonException("level is missing"),
    };

    private struct Parts()
    {
        public long Position;
        public string? Level;
        public string? RequestId;
        public string? Digest;
        public IReadOnlyList<ResultSet> Results = [];
    }
}
