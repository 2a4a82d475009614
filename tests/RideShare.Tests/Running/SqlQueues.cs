using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Sqlite;
using Samples.Testing.Twins;
using Decision = Capstan.Database.Statements.Answer;

namespace RideShare.Tests.Running;

/// <summary>Stands behind the database's real API in place of the workers: one copy of the data.</summary>
internal sealed class SqlQueues : IRequestQueues, IDisposable
{
    private readonly TwinCopy _copy = new();
    private readonly Dictionary<RequestId, Decision> _answered = [];
    private readonly Lock _lock = new();
    private long _lsn;

    public Task<Decision> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_answered.TryGetValue(intent.Request, out Decision? answer))
            {
                _lsn++;
                answer = Run(Operation.Decode(intent.Body).Statements);
                _answered.Add(intent.Request, answer);
            }

            return Task.FromResult(answer);
        }
    }

    public Task<Decision> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Run(query.Statements));
        }
    }

    public void Dispose() => _copy.Dispose();

    private static JsonObject Json(SqlStatement statement)
    {
        var json = new JsonObject
        {
            ["sql"] = statement.Sql,
            ["parameters"] = new JsonArray([.. statement.Parameters.Select(parameter => Json(parameter.Value))]),
        };
        if (statement.ExpectsRows)
        {
            json["expect"] = "rows";
        }

        return json;
    }

    private static JsonNode Json(SqlValue value) => value.Kind == SqlValueKind.Text ? value.Text : value.Integer;

    private Decision Run(IReadOnlyList<SqlStatement> statements)
    {
        try
        {
            JsonArray? results = _copy.Run(JsonElement.Parse(new JsonArray([.. statements.Select(Json)]).ToJsonString()));
            return results is null
                ? Decision.Fault(AnswerCode.NothingMatched, new Lsn(_lsn), "nothing")
                : new Decision(AnswerCode.Ok, new Lsn(_lsn), Encoding.UTF8.GetBytes(results.ToJsonString()));
        }
        catch (SqliteException fault)
        {
            AnswerCode code = fault.Constraint == SqliteConstraint.None ? AnswerCode.InvalidSql : AnswerCode.Unique;
            return Decision.Fault(code, new Lsn(_lsn), fault.Message);
        }
    }
}
