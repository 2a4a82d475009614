using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Capstan.Client;

/// <summary>
/// Writes the bodies of requests. They are not in rented memory: the handler may still read a body when an attempt was given up.
/// </summary>
internal static class RequestBody
{
    private const int UsualSize = 512;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The body of a write.</summary>
    public static ReadOnlyMemory<byte> OfWrite(IReadOnlyList<Statement> statements) => Write(statements, level: null, staleness: null);

    /// <summary>The body of a read.</summary>
    public static ReadOnlyMemory<byte> OfRead(IReadOnlyList<Statement> statements, ReadLevel level, TimeSpan? staleness) =>
        Write(statements, level, level == ReadLevel.Any ? staleness : null);

    /// <summary>The level as the database calls it.</summary>
    public static string NameOf(ReadLevel level) => level switch
    {
        ReadLevel.Any => "any",
        ReadLevel.Session => "session",
        ReadLevel.Linear => "linear",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "There is no such level of reads."),
    };

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<Statement> statements, ReadLevel? level, TimeSpan? staleness)
    {
        if (statements.Count is < 1 or > DatabaseClient.MostStatements)
            throw new ArgumentException($"A request has 1 to {DatabaseClient.MostStatements} statements, not {statements.Count}.", nameof(statements));
        var bytes = new ArrayBufferWriter<byte>(UsualSize);
        using var json = new Utf8JsonWriter(bytes, Options);
        json.WriteStartObject();
        json.WriteStartArray("statements"u8);
        for (var at = 0; at < statements.Count; at++)
            Write(json, statements[at]);
        json.WriteEndArray();
        if (level is { } asked)
            json.WriteString("level"u8, NameOf(asked));
        if (staleness is { } age)
            json.WriteString("maxStaleness"u8, WireTime.Of(age));
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        json.WriteString("sql"u8, statement.Sql);
        if (statement.Parameters.Count > 0)
            WriteValues(json, statement.Parameters);
        if (statement.MustChange)
            json.WriteString("expect"u8, "rows"u8);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<StatementParameter> parameters)
    {
        json.WritePropertyName("parameters"u8);
        var isNamed = parameters[0].Name is not null;
        if (isNamed)
            json.WriteStartObject();
        else
            json.WriteStartArray();
        for (var at = 0; at < parameters.Count; at++)
        {
            if (isNamed)
                json.WritePropertyName(parameters[at].Name!);
            WireValues.Write(json, parameters[at].Value);
        }

        if (isNamed)
            json.WriteEndObject();
        else
            json.WriteEndArray();
    }
}
