using System.Text.Json;
using System.Text.Json.Nodes;
using Capstan.Sqlite;

namespace Samples.Testing.Twins;

/// <summary>One copy of the twin's data, on SQLite.</summary>
internal sealed class TwinCopy : IDisposable
{
    private readonly SqliteConnection _sqlite = SqliteConnection.OpenMemory();

    public TwinCopy() => _sqlite.ExecuteScript(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "schema.sql")));

    public void Dispose() => _sqlite.Dispose();

    /// <summary>Runs all statements; null when one that had to change a row did not, and then nothing is changed.</summary>
    public JsonArray? Run(JsonElement statements)
    {
        _sqlite.Begin();
        try
        {
            var results = new JsonArray();
            foreach (JsonElement statement in statements.EnumerateArray())
            {
                JsonObject result = RunOne(statement);
                if (statement.TryGetProperty("expect", out _) && (long)result["changes"]! == 0 && result["rows"]!.AsArray().Count == 0)
                {
                    _sqlite.Rollback();
                    return null;
                }

                results.Add(result);
            }

            _sqlite.Commit();
            return results;
        }
        catch (SqliteException)
        {
            _sqlite.Rollback();
            throw;
        }
    }

    private JsonObject RunOne(JsonElement text)
    {
        using SqliteStatement statement = _sqlite.Prepare(text.GetProperty("sql").GetString()!);
        int parameter = 0;
        foreach (JsonElement value in text.TryGetProperty("parameters", out JsonElement values) ? values.EnumerateArray() : default)
        {
            Bind(statement, ++parameter, value);
        }

        Assert.Equal(statement.ParameterCount, parameter);
        var rows = new JsonArray();
        while (statement.Step())
        {
            rows.Add(new JsonArray([.. Enumerable.Range(0, statement.ColumnCount).Select(column => Value(statement, column))]));
        }

        return new JsonObject
        {
            ["changes"] = statement.IsReadOnly ? 0 : _sqlite.Changes,
            ["columns"] = new JsonArray([.. Enumerable.Range(0, statement.ColumnCount).Select(column => JsonValue.Create($"c{column}"))]),
            ["rows"] = rows,
        };
    }

    private static void Bind(SqliteStatement statement, int parameter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                statement.BindNull(parameter);
                break;
            case JsonValueKind.String:
                statement.BindText(parameter, value.GetString());
                break;
            default:
                statement.BindInt64(parameter, value.GetInt64());
                break;
        }
    }

    private static JsonNode? Value(SqliteStatement statement, int column) => statement.ColumnType(column) switch
    {
        SqliteType.Null => null,
        SqliteType.Integer => statement.GetInt64(column),
        _ => statement.GetText(column),
    };
}
