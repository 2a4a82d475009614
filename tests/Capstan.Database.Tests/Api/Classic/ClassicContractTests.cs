using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Capstan.Database.Reading;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api.Classic;

public sealed class ClassicContractTests : IAsyncLifetime
{
    private const string Read = "/api/v1/db/read";
    private const string Write = "/api/v1/db/write";

    private ApiRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await ApiRig.StartAsync();
        _rig.Database.Script(
            """
            INSERT INTO users VALUES ('anna', 'p1'), ('bo', 'p2'), ('1', 'one');
            INSERT INTO rides(created_by, source, destination, note) VALUES ('anna', 1, '2', 1), ('bo', 1, '3', '1'), ('bo', 2, '02', NULL);
            """);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/v1/db/read")]
    [InlineData("POST", "/api/v1/db/write")]
    [InlineData("POST", "/api/v1/db/clear")]
    [InlineData("POST", "/api/v1/crash/master")]
    [InlineData("POST", "/api/v1/crash/slave")]
    [InlineData("GET", "/api/v1/worker/list")]
    public async Task Any_other_method_is_405_before_anything_is_looked_up(string method, string path)
    {
        foreach (var other in (string[])["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"])
        {
            if (other == method)
                continue;
            using var answer = await _rig.SendAsync(new HttpMethod(other), path, other is "PUT" or "POST" ? "not json"u8.ToArray() : null);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(method, Assert.Single(answer.Content.Headers.Allow));
        }

        Assert.Empty(_rig.Database.Reads);
        Assert.Empty(_rig.Database.Writes);
        Assert.Equal(0, _rig.Workers.Crashes);
        Assert.Null(_rig.Reads.Start);
    }

    [Theory]
    [InlineData("""{"table":"users","column":["username","password"],"insert":["u","p"]}""", 200)]
    [InlineData("""{"table":"users","column":["username","password"],"insert":["anna","p"]}""", 400)]
    [InlineData("""{"table":"users","column":["username"],"insert":["u"]}""", 400)]
    [InlineData("""{"table":"users","column":["username","password"],"insert":["u",null]}""", 400)]
    [InlineData("""{"table":"users","column":["username","password"],"insert":["u"]}""", 400)]
    [InlineData("""{"table":"users","column":[],"insert":[]}""", 400)]
    [InlineData("""{"table":"users","column":"username","insert":"u"}""", 400)]
    [InlineData("""{"table":"users","column":["username","username"],"insert":["u","v"]}""", 400)]
    [InlineData("""{"table":"users","column":["username","password"],"insert":["u",["p"]]}""", 400)]
    [InlineData("""{"table":"users","insert":["u"]}""", 400)]
    [InlineData("""{"column":["username"],"insert":["u"]}""", 400)]
    [InlineData("""{"table":"nobody","column":["a"],"insert":["u"]}""", 400)]
    [InlineData("""{"table":"Users","column":["username","password"],"insert":["u","p"]}""", 400)]
    [InlineData("""{"table":"users","column":["nope","password"],"insert":["u","p"]}""", 400)]
    [InlineData("""{"table":"_log","column":["lsn"],"insert":[5]}""", 400)]
    [InlineData("""{"table":"sqlite_sequence","column":["name"],"insert":["x"]}""", 400)]
    [InlineData("""{"table":"rides","column":["created_by","both"],"insert":["u","x"]}""", 400)]
    [InlineData("""{"table":"joins","column":["rideId","username"],"insert":[77,"u"]}""", 400)]
    [InlineData("""{"table":"odd \"name\"","column":["select"],"insert":[100]}""", 400)]
    [InlineData("""{"table":"odd \"name\"","column":["a b","select"],"insert":["x",99]}""", 200)]
    [InlineData("""{"table":"users","delete":true,"where":"username=anna"}""", 200)]
    [InlineData("""{"table":"users","delete":true,"where":{"username":"anna"}}""", 200)]
    [InlineData("""{"table":"users","delete":true,"where":"username=nobody"}""", 400)]
    [InlineData("""{"table":"users","delete":true,"where":""}""", 400)]
    [InlineData("""{"table":"users","delete":true,"where":{}}""", 400)]
    [InlineData("""{"table":"users","delete":true,"where":{"and":[]}}""", 400)]
    [InlineData("""{"table":"users","delete":true}""", 400)]
    [InlineData("""{"table":"users","delete":false,"where":"username=anna"}""", 400)]
    [InlineData("""{"table":"users","delete":"True","where":"username=anna"}""", 400)]
    [InlineData("""{"table":"rides","update":{"destination":"9"},"where":"rideId=1"}""", 200)]
    [InlineData("""{"table":"rides","update":{"destination":"9","note":null},"where":{"rideId":1}}""", 200)]
    [InlineData("""{"table":"rides","update":{"destination":"9"},"where":"rideId=99"}""", 400)]
    [InlineData("""{"table":"rides","update":{"destination":"9"}}""", 400)]
    [InlineData("""{"table":"rides","update":{},"where":"rideId=1"}""", 400)]
    [InlineData("""{"table":"rides","update":{"both":"9"},"where":"rideId=1"}""", 400)]
    [InlineData("""{"table":"rides","update":"True","where":"rideId=1"}""", 400)]
    [InlineData("""{"table":"users","delete":true,"update":{"password":"x"},"where":"username=anna"}""", 400)]
    [InlineData("""{"table":"users"}""", 400)]
    [InlineData("""{"model":"users","operation":"insert","parameters":{}}""", 400)]
    [InlineData("""{"table":"users","insert":["u","p"],"column":["username","password"],"update":"False","where":"username=u"}""", 400)]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"table":"users","table":"rides","delete":true,"where":"username=anna"}""", 400)]
    public async Task Write_answers_as_the_contract_says(string body, int status)
    {
        var before = _rig.Database.Dump();
        var text = await _rig.PostAsync((HttpStatusCode)status, Write, body);
        if (status == 200)
        {
            Assert.Equal("{}", text);
            Assert.NotEqual(before, _rig.Database.Dump());
            return;
        }

        Assert.Equal(400, ApiRig.Json(text).GetProperty("status").GetInt32());
        Assert.Equal(before, _rig.Database.Dump());
    }

    [Theory]
    [InlineData("""{"table":"users","columns":["username"]}""", """[{"username":"1"},{"username":"anna"},{"username":"bo"}]""")]
    [InlineData("""{"table":"users","columns":["username"],"where":""}""", """[{"username":"1"},{"username":"anna"},{"username":"bo"}]""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{}}""", """[{"username":"1"},{"username":"anna"},{"username":"bo"}]""")]
    [InlineData("""{"table":"users","columns":["username"],"where":null}""", """[{"username":"1"},{"username":"anna"},{"username":"bo"}]""")]
    [InlineData("""{"table":"users","where":"username=anna"}""", """[{"username":"anna","password":"p1"}]""")]
    [InlineData("""{"table":"users","columns":["password","username"],"where":"username=1"}""", """[{"password":"one","username":"1"}]""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"username":1}}""", """[{"username":"1"}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"source=1 AND destination=2"}""", """[{"rideId":1}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"source":"1","destination":"2"}}""", """[{"rideId":1}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"destination=02"}""", """[{"rideId":3}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"note=1"}""", """[{"rideId":1}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"note='1'"}""", """[{"rideId":2}]""")]
    [InlineData("""{"table":"rides","columns":["both"],"where":"rideId=1"}""", """[{"both":"1-2"}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"and":[{"col":"rideId","op":">=","value":2},{"col":"rideId","op":"<","value":3}]}}""", """[{"rideId":2}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"or":[{"rideId":1},{"and":[{"created_by":"bo"},{"source":2}]}]},"order":["rideId"]}""", """[{"rideId":1},{"rideId":3}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"col":"rideId","op":"in","value":[3,"1"]},"order":["rideId"]}""", """[{"rideId":1},{"rideId":3}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"col":"note","op":"is-null"}}""", """[{"rideId":3}]""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"like","value":"an%"}}""", """[{"username":"anna"}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"created_by!=bo"}""", """[{"rideId":1}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":"rideId>1 and rideId<=2"}""", """[{"rideId":2}]""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"order":["rideId"],"limit":2}""", """[{"rideId":1},{"rideId":2}]""")]
    [InlineData("""{"table":"rides","count":true}""", """[{"count":3}]""")]
    [InlineData("""{"table":"rides","count":true,"columns":[],"where":"source=99"}""", """[{"count":0}]""")]
    public async Task Read_answers_rows_as_objects(string body, string expected) =>
        Assert.Equal(expected, await _rig.PostAsync(HttpStatusCode.OK, Read, body));

    [Theory]
    [InlineData("""{"table":"users","columns":["username"],"where":"username=nobody"}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":"username=ANNA"}""")]
    [InlineData("""{"table":"joins","columns":["username"]}""")]
    [InlineData("""{"table":"rides","columns":["rideId"],"where":{"note":"x"}}""")]
    public async Task Read_that_matches_nothing_is_204_without_a_body(string body) =>
        Assert.Equal("", await _rig.PostAsync(HttpStatusCode.NoContent, Read, body));

    [Theory]
    [InlineData("""{"table":"nobody","columns":["a"]}""")]
    [InlineData("""{"table":"users","columns":["nope"]}""")]
    [InlineData("""{"table":"users","columns":["*"]}""")]
    [InlineData("""{"table":"users","columns":["rowid"]}""")]
    [InlineData("""{"table":"users","columns":[]}""")]
    [InlineData("""{"table":"users","columns":"username"}""")]
    [InlineData("""{"table":"_log","columns":["body"]}""")]
    [InlineData("""{"table":"sqlite_schema","columns":["sql"]}""")]
    [InlineData("""{"table":"sqlite_master","columns":["sql"]}""")]
    [InlineData("""{"table":"pragma_table_info","columns":["name"]}""")]
    [InlineData("""{"columns":["a"]}""")]
    [InlineData("""{"table":["users"],"columns":["username"]}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":"nope=1"}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":"username"}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":"None"}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":7}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"username":null}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"username":["a"]}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"glob","value":"a"}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"=","value":"a","or":1}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"in","value":[]}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"like","value":1}}""")]
    [InlineData("""{"table":"users","columns":["username"],"where":{"col":"username","op":"is-null","value":1}}""")]
    [InlineData("""{"table":"users","columns":["username"],"many":true}""")]
    [InlineData("""{"table":"users","columns":["username"],"delete":"True"}""")]
    [InlineData("""{"table":"users","columns":["username"],"count":"yes"}""")]
    [InlineData("""{"table":"users","columns":["username"],"limit":1001}""")]
    [InlineData("""{"table":"users","columns":["username"],"limit":0}""")]
    [InlineData("""{"table":"users","columns":["username"],"order":["nope"]}""")]
    [InlineData("SELECT * FROM users")]
    public async Task Read_that_is_wrong_is_400(string body)
    {
        var problem = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.BadRequest, Read, body));
        Assert.Equal("bad_request", problem.GetProperty("code").GetString());
        Assert.DoesNotContain("SELECT \"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_of_more_rows_than_an_answer_holds_is_413_unless_it_names_a_limit()
    {
        _rig.Database.Script("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 1006) INSERT INTO users SELECT i, 'p' FROM n");
        Assert.Equal(1000, ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users","columns":["username"]}""")).GetArrayLength());
        _rig.Database.Script("INSERT INTO users VALUES ('one more', 'p')");

        await _rig.PostAsync(HttpStatusCode.RequestEntityTooLarge, Read, """{"table":"users","columns":["username"]}""");
        var page = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users","columns":["username"],"order":["username"],"limit":1000}"""));
        Assert.Equal(1000, page.GetArrayLength());
        Assert.Equal("""[{"count":1001}]""", await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users","count":true}"""));
    }

    [Fact]
    public async Task Clear_empties_every_table_and_needs_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/db/clear");
        using var answer = await _rig.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await _rig.PostAsync(HttpStatusCode.NoContent, Read, """{"table":"users"}""");
        await _rig.PostAsync(HttpStatusCode.OK, "/api/v1/db/clear", "{}");
        await _rig.PostAsync(HttpStatusCode.OK, "/api/v1/db/clear", "whatever");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData(null)]
    public async Task The_body_is_json_whatever_its_content_type_says(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"table":"rides","count":true}"""));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var answer = await _rig.Client.PostAsync(Read, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Crash_calls_answer_the_pid_and_the_list_is_always_an_array_in_order()
    {
        Assert.Equal("[1000,2112,4330]", await (await _rig.GetAsync("/api/v1/worker/list")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("[4330]", await _rig.PostAsync(HttpStatusCode.OK, "/api/v1/crash/slave", ""));
        Assert.Equal("[1000]", await _rig.PostAsync(HttpStatusCode.OK, "/api/v1/crash/master", ""));
        Assert.Equal("[2112]", await (await _rig.GetAsync("/api/v1/worker/list")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        _rig.Workers.Empty();
        Assert.Equal("[]", await (await _rig.GetAsync("/api/v1/worker/list")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await _rig.PostAsync(HttpStatusCode.ServiceUnavailable, "/api/v1/crash/master", "");
        await _rig.PostAsync(HttpStatusCode.ServiceUnavailable, "/api/v1/crash/slave", "");
    }

    [Fact]
    public async Task Reads_are_counted_on_arrival_and_nothing_else_is()
    {
        await _rig.PostAsync(HttpStatusCode.OK, Write, """{"table":"users","column":["username","password"],"insert":["u","p"]}""");
        await _rig.PostAsync(HttpStatusCode.OK, "/api/v1/crash/slave", "");
        await _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", """{"sql":"DELETE FROM users"}""");
        using (await _rig.GetAsync("/api/v1/worker/list"))
        using (await _rig.GetAsync("/v1/status"))
            Assert.Null(_rig.Reads.Start);

        await _rig.PostAsync(HttpStatusCode.NoContent, Read, """{"table":"users"}""");
        await _rig.PostAsync(HttpStatusCode.BadRequest, Read, "no json");
        await _rig.PostAsync(HttpStatusCode.OK, "/v1/query", """{"sql":"SELECT 1"}""");
        Assert.Equal(3, _rig.Reads.CountOf(0));
    }

    [Fact]
    public async Task Reads_see_all_writes_that_this_front_has_answered()
    {
        await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users","columns":["username"]}""");
        Assert.All(_rig.Database.Reads, query => Assert.Equal(ReadLevel.Linear, query.Level));

        using var written = await _rig.PostAsync(Write, """{"table":"users","column":["username","password"],"insert":["u","p"]}""");
        var position = written.Headers.GetValues("Capstan-Position").Single();
        using var read = await _rig.PostAsync(Read, """{"table":"users","columns":["username"],"where":"username=u"}""");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(position, read.Headers.GetValues("Capstan-Position").Single());
        Assert.Equal((ReadLevel.Session, position), (_rig.Database.Reads[^1].Level, _rig.Database.Reads[^1].MinLsn.ToString()));
    }

    [Fact]
    public async Task A_position_of_the_client_counts_when_it_is_higher()
    {
        await _rig.PostAsync(HttpStatusCode.OK, Write, """{"table":"users","column":["username","password"],"insert":["u","p"]}""");
        using var late = await _rig.PostAsync(Read, """{"table":"users"}""", ("Capstan-Position", "999"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.NotNull(late.Headers.RetryAfter);
        await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users"}""", ("Capstan-Position", "0"));
        Assert.Equal(_rig.Database.Position, _rig.Database.Reads[^1].MinLsn.Value);
        await _rig.PostAsync(HttpStatusCode.BadRequest, Read, """{"table":"users"}""", ("Capstan-Position", "-1"));
    }

    [Fact]
    public async Task A_schema_that_changes_is_noticed_whoever_changed_it()
    {
        await _rig.PostAsync(HttpStatusCode.OK, Read, """{"table":"users"}""");
        await _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", """{"sql":"CREATE TABLE fresh(a)"}""");
        await _rig.PostAsync(HttpStatusCode.NoContent, Read, """{"table":"fresh"}""");
        await _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", """{"sql":"DROP TABLE fresh"}""");
        await _rig.PostAsync(HttpStatusCode.BadRequest, Read, """{"table":"fresh"}""");

        _rig.Database.Script("DROP TABLE joins");
        await _rig.PostAsync(HttpStatusCode.BadRequest, Read, """{"table":"joins"}""");
        await _rig.PostAsync(HttpStatusCode.BadRequest, Read, """{"table":"joins"}""");
    }
}
