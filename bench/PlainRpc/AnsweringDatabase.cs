using System.Buffers;
using System.Text.Json;
using Capstan.Sqlite;

namespace Capstan.PlainRpc;

/// <summary>A SQLite file and requests as the database's API has them: a statement with its parameters, answered with its rows.</summary>
internal sealed class AnsweringDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly ArrayBufferWriter<byte> _answer = new();

    /// <summary>Makes the file with its tables. A commit is on disk when it returns.</summary>
    public AnsweringDatabase(string file, string schema)
    {
        _connection = SqliteConnection.Open(file);
        _connection.Execute("PRAGMA journal_mode = WAL");
        _connection.Execute("PRAGMA synchronous = FULL");
        _connection.ExecuteScript(File.ReadAllBytes(schema));
    }

    /// <summary>Runs the statement of a request; a write is a transaction of its own.</summary>
    /// <returns>The answer, good until the next call.</returns>
    public ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> request)
    {
        using var json = JsonDocument.Parse(request);
        using var statement = _connection.Prepare(json.RootElement.GetProperty("sql").GetString()!);
        if (json.RootElement.TryGetProperty("parameters", out var parameters))
        {
            var number = 0;
            foreach (var value in parameters.EnumerateArray())
                Bind(statement, ++number, value);
        }

        _answer.ResetWrittenCount();
        _answer.Write("{\"position\":0,\"results\":[{\"rows\":"u8);
        SqliteJson.WriteArrays(statement, _answer, new SqliteJsonLimits());
        _answer.Write("}]}"u8);
        return _answer.WrittenMemory;
    }

    public void Dispose() => _connection.Dispose();

    private static void Bind(SqliteStatement statement, int number, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            statement.BindInt64(number, value.GetInt64());
        else
            statement.BindText(number, value.GetString());
    }
}
