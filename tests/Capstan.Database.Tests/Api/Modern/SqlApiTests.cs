using System.Net;
using System.Text;
using Capstan.Database.Api;
using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api.Modern;

public sealed class SqlApiTests : IAsyncLifetime
{
    private const string Execute = "/v1/execute";
    private const string Query = "/v1/query";

    private ApiRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await ApiRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Execute_answers_position_request_and_results()
    {
        using var answer = await _rig.PostAsync(Execute,
            """{"statements":[{"sql":"INSERT INTO users VALUES (?, ?) RETURNING username","parameters":["anna","p"],"expect":"rows"},{"sql":"DELETE FROM users WHERE username = :u","parameters":{"u":"x"}}]}""",
            ("Idempotency-Key", "key-1"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"position":2,"requestId":"key-1","results":[{"changes":1,"lastInsertRowId":1,"columns":["username"],"rows":[["anna"]]},{"changes":0,"lastInsertRowId":1}]}""",
            text);
        Assert.Equal("2", answer.Headers.GetValues("Capstan-Position").Single());
    }

    [Fact]
    public async Task Execute_takes_one_statement_without_an_array_and_names_its_own_request()
    {
        var first = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, Execute, """{"sql":"INSERT INTO users VALUES ('a','p')"}"""));
        var second = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, Execute, """{"sql":"DELETE FROM users","expect":"rows"}"""));
        var ids = new[] { first.GetProperty("requestId").GetString()!, second.GetProperty("requestId").GetString()! };
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(_rig.Database.Writes, write => Assert.False(write.IsKeyed));
    }

    [Theory]
    [InlineData("INSERT INTO users VALUES ('anna','p')", 409, "constraint", "unique")]
    [InlineData("INSERT INTO users VALUES ('x',NULL)", 409, "constraint", "not_null")]
    [InlineData("INSERT INTO joins VALUES (99,'x')", 409, "constraint", "foreign_key")]
    [InlineData("INSERT INTO \\\"odd \\\"\\\"name\\\"\\\"\\\" VALUES ('x',100)", 409, "constraint", "check")]
    [InlineData("DELETE FROM users WHERE username='nobody'", 409, "nothing_matched", null)]
    [InlineData("DELETE FROM nowhere", 400, "invalid_sql", null)]
    [InlineData("DELETE FORM users", 400, "invalid_sql", null)]
    public async Task Execute_names_what_the_database_refuses(string sql, int status, string code, string? constraint)
    {
        _rig.Database.Script("INSERT INTO users VALUES ('anna', 'p')");
        var problem = ApiRig.Json(await _rig.PostAsync((HttpStatusCode)status, Execute, $$"""{"sql":"{{sql}}","expect":"rows"}"""));
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(constraint, problem.TryGetProperty("constraint", out var kind) ? kind.GetString() : null);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("requestId").GetString());
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "1")]
    [InlineData("false", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000.0")]
    [InlineData("\"a\\u0000b ü 𝄞\"", "\"a\\u0000b ü 𝄞\"")]
    [InlineData("{\"base64\":\"YWJj\"}", "{\"base64\":\"YWJj\"}")]
    public async Task Values_keep_their_type_and_size(string value, string expected)
    {
        var answer = await _rig.PostAsync(HttpStatusCode.OK, Query, $$"""{"sql":"SELECT ?","parameters":[{{value}}]}""");
        Assert.Equal(
            ApiRig.Json(expected).ToString(), ApiRig.Json(answer).GetProperty("results")[0].GetProperty("rows")[0][0].ToString());
    }

    [Theory]
    [InlineData("9223372036854775808", "parameters[1]")]
    [InlineData("-9223372036854775809", "parameters[1]")]
    [InlineData("1e999", "parameters[1]")]
    [InlineData("\"\\ud800\"", "parameters[1]")]
    [InlineData("\"\\udc00x\"", "parameters[1]")]
    [InlineData("[1]", "parameters[1]")]
    [InlineData("{}", "parameters[1]")]
    [InlineData("{\"base64\":\"#\"}", "parameters[1]")]
    [InlineData("{\"base64\":1}", "parameters[1]")]
    [InlineData("{\"base64\":\"YQ==\",\"x\":1}", "parameters[1]")]
    [InlineData("NaN", "JSON")]
    [InlineData("Infinity", "JSON")]
    public async Task Values_that_sql_has_not_are_refused_at_once_with_their_place(string value, string place)
    {
        foreach (var path in (string[])[Execute, Query])
        {
            var problem = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.BadRequest, path, $$"""{"sql":"SELECT ?, ?","parameters":[1,{{value}}]}"""));
            Assert.Contains(place, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Empty(_rig.Database.Writes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"sql":""}""")]
    [InlineData("""{"sql":7}""")]
    [InlineData("""{"statements":[]}""")]
    [InlineData("""{"statements":{"sql":"SELECT 1"}}""")]
    [InlineData("""{"statements":["SELECT 1"]}""")]
    [InlineData("""{"statements":[{"sql":"SELECT 1"}],"sql":"SELECT 1"}""")]
    [InlineData("""{"sql":"SELECT 1","parameters":"x"}""")]
    [InlineData("""{"sql":"SELECT 1","parameters":{"":1}}""")]
    [InlineData("""{"sql":"SELECT 1","params":[1]}""")]
    [InlineData("""{"sql":"SELECT 1","expect":"one"}""")]
    [InlineData("""{"sql":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task A_body_of_another_shape_is_400(string body)
    {
        await _rig.PostAsync(HttpStatusCode.BadRequest, Execute, body);
        await _rig.PostAsync(HttpStatusCode.BadRequest, Query, body);
        Assert.Empty(_rig.Database.Writes);
        Assert.Empty(_rig.Database.Reads);
    }

    [Theory]
    [InlineData("level", "\"strong\"")]
    [InlineData("level", "1")]
    [InlineData("shape", "\"xml\"")]
    [InlineData("maxStaleness", "\"1h\"")]
    [InlineData("maxStaleness", "\"99ms\"")]
    [InlineData("maxStaleness", "5")]
    [InlineData("expect", "\"rows\"")]
    public async Task A_query_with_a_wrong_setting_is_400(string name, string value) =>
        await _rig.PostAsync(HttpStatusCode.BadRequest, Query, $$"""{"sql":"SELECT 1","{{name}}":{{value}}}""");

    [Fact]
    public async Task Invalid_utf8_is_400()
    {
        using var answer = await _rig.SendAsync(HttpMethod.Post, Execute, [.. "{\"sql\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var marked = await _rig.SendAsync(HttpMethod.Post, Query, [0xEF, 0xBB, 0xBF, .. "{\"sql\":\"SELECT 1\"}"u8]);
        Assert.Equal(HttpStatusCode.OK, marked.StatusCode);
    }

    [Fact]
    public async Task Too_large_is_413_whatever_the_size()
    {
        var value = new string('x', 2_000_000);
        foreach (var (path, body) in ((string, string)[])[
            (Execute, $$"""{"sql":"INSERT INTO users VALUES (?, 'p')","parameters":["{{value}}"]}"""),
            (Query, $$"""{"sql":"SELECT ?","parameters":["{{value}}"]}"""),
            ("/api/v1/db/write", $$"""{"table":"users","column":["username","password"],"insert":["{{value}}","p"]}"""),
            ("/api/v1/db/read", $$$"""{"table":"users","where":{"username":"{{{value}}}"}}""")])
        {
            Assert.Equal("too_large", ApiRig.Json(await _rig.PostAsync(HttpStatusCode.RequestEntityTooLarge, path, body)).GetProperty("code").GetString());
        }

        Assert.Empty(_rig.Database.Writes);
        // A client that waits to be asked for its body is answered before it sends any.
        using var whole = await _rig.SendAsync(HttpMethod.Post, Query, new byte[ApiLimits.Body + 1], ("Expect", "100-continue"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, whole.StatusCode);
        Assert.Equal("too_large", ApiRig.Json(await whole.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(null, null, ReadLevel.Any, "any")]
    [InlineData(null, "1", ReadLevel.Session, "session")]
    [InlineData("any", "1", ReadLevel.Any, "any")]
    [InlineData("session", null, ReadLevel.Session, "session")]
    [InlineData("linear", null, ReadLevel.Linear, "linear")]
    [InlineData("linear", "1", ReadLevel.Linear, "linear")]
    public async Task A_query_asks_for_the_level_that_it_names_or_that_its_position_means(string? level, string? position, ReadLevel asked, string shown)
    {
        await _rig.PostAsync(HttpStatusCode.OK, Execute, """{"sql":"DELETE FROM users"}""");
        var body = level is null ? """{"sql":"SELECT 1"}""" : $$"""{"sql":"SELECT 1","level":"{{level}}"}""";
        var headers = position is null ? [] : new[] { ("Capstan-Position", position) };
        var answer = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, Query, body, headers));
        Assert.Equal((asked, position is null || asked == ReadLevel.Any ? 0 : 1), (_rig.Database.Reads[^1].Level, (int)_rig.Database.Reads[^1].MinLsn.Value));
        Assert.Equal(shown, answer.GetProperty("level").GetString());
        Assert.Equal(2, answer.GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task A_query_may_ask_for_objects_and_for_several_statements()
    {
        var answer = await _rig.PostAsync(HttpStatusCode.OK, Query, """{"statements":[{"sql":"SELECT 1 AS a"},{"sql":"SELECT 'x' AS b"}],"shape":"objects"}""");
        Assert.Equal("""{"position":1,"level":"any","results":[{"objects":[{"a":1}]},{"objects":[{"b":"x"}]}]}""", answer);
    }

    [Fact]
    public async Task A_query_that_writes_is_403()
    {
        var problem = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.Forbidden, Query, """{"sql":"DELETE FROM users"}"""));
        Assert.Equal("forbidden", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Status_tells_workers_log_queues_and_snapshots()
    {
        using var answer = await _rig.GetAsync("/v1/status");
        var status = ApiRig.Json(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("main", status.GetProperty("database").GetString());
        Assert.Equal(9, status.GetProperty("position").GetInt64());
        Assert.Equal(4, status.GetProperty("epoch").GetInt64());
        Assert.Equal(["leader", "follower"], status.GetProperty("workers").EnumerateArray().Select(worker => worker.GetProperty("role").GetString()));
        Assert.Equal(5, status.GetProperty("snapshots")[0].GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task Backup_streams_a_file_of_at_least_what_was_answered_and_leaves_none()
    {
        await _rig.PostAsync(HttpStatusCode.OK, Execute, """{"sql":"DELETE FROM users"}""");
        using var answer = await _rig.GetAsync("/v1/backup");
        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("7", answer.Headers.GetValues("Capstan-Position").Single());
        Assert.Equal(2, _rig.Files.AskedFor.Value);
        _rig.Files.BackupAt = null;
        using var none = await _rig.GetAsync("/v1/backup");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, none.StatusCode);
        Assert.Empty(_rig.LeftFiles);
    }

    [Fact]
    public async Task Restore_replaces_the_tables_by_those_of_the_file()
    {
        var file = SqliteFile();
        using var answer = await _rig.SendAsync(HttpMethod.Post, "/v1/restore", file, ("Idempotency-Key", "r1"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        var done = ApiRig.Json(text);
        Assert.Equal("r1", done.GetProperty("requestId").GetString());
        var kept = Assert.Single(_rig.Files.Kept);
        Assert.Equal(file, kept.Value);
        Assert.Equal(kept.Key.ToString(), done.GetProperty("digest").GetString());
        Assert.Empty(_rig.LeftFiles);

        await _rig.PostAsync(HttpStatusCode.NoContent, "/api/v1/db/read", """{"table":"t"}""");
        await _rig.PostAsync(HttpStatusCode.BadRequest, "/api/v1/db/read", """{"table":"users"}""");
    }

    [Fact]
    public async Task Import_adds_the_rows_of_the_file_and_creates_tables_on_request_only()
    {
        var file = SqliteFile();
        using var withoutWish = await _rig.SendAsync(HttpMethod.Post, "/v1/import", file);
        Assert.Equal(HttpStatusCode.BadRequest, withoutWish.StatusCode);
        Assert.Contains("no table t", await withoutWish.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var answer = await _rig.SendAsync(HttpMethod.Post, "/v1/import?create=true", file, ("Idempotency-Key", "i1"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, text);
        var done = ApiRig.Json(text);
        Assert.Equal("i1", done.GetProperty("requestId").GetString());
        Assert.Equal(file, _rig.Files.Kept.Values.Single());
        Assert.True(done.GetProperty("results")[0].GetProperty("created").GetBoolean());
        Assert.Equal(RecordKind.Import, _rig.Database.Writes[^1].Kind);
        Assert.Empty(_rig.LeftFiles);
        await _rig.PostAsync(HttpStatusCode.NoContent, "/api/v1/db/read", """{"table":"t"}""");
        await _rig.PostAsync(HttpStatusCode.BadRequest, "/v1/import?create=perhaps", "");
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("cut")]
    [InlineData("page")]
    [InlineData("judged")]
    public async Task Restore_refuses_what_is_no_whole_sqlite_file(string fault)
    {
        var file = SqliteFile();
        var body = fault switch
        {
            "empty" => [],
            "text" => Encoding.ASCII.GetBytes(new string('x', 8192)),
            "cut" => file[..^100],
            "page" => [.. file[..16], 0, 3, .. file[18..]],
            _ => file,
        };
        _rig.Files.Fault = fault == "judged" ? "row 3 is missing" : null;
        using var answer = await _rig.SendAsync(HttpMethod.Post, "/v1/restore", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_rig.Files.Kept);
        Assert.Empty(_rig.Database.Writes);
        Assert.Empty(_rig.LeftFiles);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/v1")]
    [InlineData("/api/v1/db")]
    [InlineData("/api/v1/users")]
    public async Task Any_other_path_is_404(string path)
    {
        Assert.Equal("unknown_path", ApiRig.Json(await _rig.PostAsync(HttpStatusCode.NotFound, path, "{}")).GetProperty("code").GetString());
    }

    private static byte[] SqliteFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"capstan-api-{Guid.NewGuid():N}.db");
        try
        {
            using (var database = Capstan.Sqlite.SqliteConnection.Open(path))
            using (var statement = database.PrepareOwned("CREATE TABLE t(a)"))
                statement.Execute();
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
