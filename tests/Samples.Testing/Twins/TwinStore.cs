using System.Text.Json;
using System.Text.Json.Nodes;
using Capstan.Sqlite;

namespace Samples.Testing.Twins;

/// <summary>
/// The twin's data: a leader, and a follower that is as far behind as it may be. Reads are answered by the follower, which catches up
/// only as far as a read demands.
/// </summary>
internal sealed class TwinStore : IDisposable
{
    /// <summary>Of one answer, as the database has it.</summary>
    private const int MostRows = 10_000;

    private readonly TwinCopy _leader = new();
    private readonly TwinCopy _follower = new();
    private readonly List<JsonElement> _log = [];
    private readonly Dictionary<string, TwinReply> _answered = [];
    private readonly Lock _lock = new();
    private int _applied;

    public TwinReply Execute(JsonElement request, string? key)
    {
        lock (_lock)
        {
            if (key is not null && _answered.TryGetValue(key, out TwinReply? answered))
            {
                return answered;
            }

            TwinReply reply = Apply(request.GetProperty("statements"), key);
            if (key is not null)
            {
                _answered.Add(key, reply);
            }

            return reply;
        }
    }

    public TwinReply Query(JsonElement request, string? position)
    {
        lock (_lock)
        {
            string level = request.GetProperty("level").GetString()!;
            int wanted = level switch
            {
                "linear" => _log.Count,
                "session" => int.Parse(position!),
                _ => 0,
            };
            for (; _applied < wanted; _applied++)
            {
                _follower.Run(_log[_applied]);
            }

            JsonArray results = _follower.Run(request.GetProperty("statements"))!;
            return results.Sum(result => result!["rows"]!.AsArray().Count) > MostRows
                ? TwinReply.Problem(413, _applied, "too_large")
                : Success(_applied, results, ("level", level));
        }
    }

    /// <summary>What a statement of a test returns, from the leader.</summary>
    public string Ask(string sql)
    {
        lock (_lock)
        {
            return _leader.Run(One(sql))![0]!["rows"]!.ToJsonString();
        }
    }

    /// <summary>Does what a test wants, as if a client had.</summary>
    public void Do(string sql)
    {
        lock (_lock)
        {
            Assert.Equal(200, Apply(One(sql), key: null).Status);
        }
    }

    public void Dispose()
    {
        _leader.Dispose();
        _follower.Dispose();
    }

    private static TwinReply Success(long position, JsonArray results, (string Name, string Value) member) =>
        new(200, position, new JsonObject { ["position"] = position, [member.Name] = member.Value, ["results"] = results });

    private static JsonElement One(string sql)
    {
        var statement = new JsonObject { ["sql"] = sql, ["parameters"] = new JsonArray() };
        return JsonElement.Parse(new JsonArray(statement).ToJsonString());
    }

    private static string Name(SqliteConstraint constraint) => constraint switch
    {
        SqliteConstraint.Unique or SqliteConstraint.PrimaryKey or SqliteConstraint.RowId => "unique",
        SqliteConstraint.ForeignKey => "foreign_key",
        SqliteConstraint.NotNull => "not_null",
        _ => "check",
    };

    private TwinReply Apply(JsonElement statements, string? key)
    {
        try
        {
            if (_leader.Run(statements) is not { } results)
            {
                return TwinReply.Problem(409, _log.Count, "nothing_matched");
            }

            _log.Add(statements.Clone());
            return Success(_log.Count, results, ("requestId", key ?? "unnamed"));
        }
        catch (SqliteException fault)
        {
            return fault.Constraint == SqliteConstraint.None
                ? TwinReply.Problem(400, _log.Count, "invalid_sql")
                : TwinReply.Problem(409, _log.Count, "constraint", Name(fault.Constraint));
        }
    }
}
