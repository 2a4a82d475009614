using System.Text.Json;
using Capstan.Client.Tests.Rig;

namespace Capstan.Client.Tests.Protocol;

/// <summary>What goes over the wire, and what becomes of what comes back.</summary>
public sealed class RequestTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_EveryKindOfValue_IsWrittenAsTheContractSays()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Written());
        using var client = server.Client();
        var statement = new Statement(
            "INSERT", null, 1L, int.MinValue, true, 1.5, 5.0, -0.0, 1e300, 0.1f, "a\"é\u0001\u2028😀", new byte[] { 0, 255 }, (byte)7, long.MaxValue, (ulong)9)
        {
            MustChange = true,
        };
        await client.ExecuteAsync(statement, Stop);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/execute"), (request.Method, request.Path));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        var sent = JsonDocument.Parse(request.Body).RootElement.GetProperty("statements")[0];
        Assert.Equal("rows", sent.GetProperty("expect").GetString());
        Assert.Equal(
            ["null", "1", "-2147483648", "true", "1.5", "5.0", "-0.0", "1E+300", "0.10000000149011612"],
            sent.GetProperty("parameters").EnumerateArray().Take(9).Select(value => value.GetRawText()));
        Assert.Equal("a\"é\u0001\u2028😀", sent.GetProperty("parameters")[9].GetString());
        Assert.Equal(["""{"base64":"AP8="}""", "7", "9223372036854775807", "9"], sent.GetProperty("parameters").EnumerateArray().Skip(10).Select(value => value.GetRawText()));
    }

    [Fact]
    public async Task Query_NamedValues_AreAnObject()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Rows());
        using var client = server.Client();
        await client.QueryAsync(new Statement("SELECT :a, @b").Add(":a", 1).Add("b", "x"), Stop);
        Assert.Equal("""{"statements":[{"sql":"SELECT :a, @b","parameters":{":a":1,"b":"x"}}],"level":"linear"}""", server.Requests[0].Body);
    }

    [Fact]
    public void Statement_WhatCannotBeSent_IsRefusedAtOnce()
    {
        var statement = new Statement("SELECT ?");
        foreach (var value in new object[] { double.NaN, double.PositiveInfinity, float.NegativeInfinity, ulong.MaxValue, 1m, DateTime.MinValue, new object(), "a\ud800", "\udc00\ud800" })
            Assert.Throws<ArgumentException>(() => statement.Add(value));
        Assert.Throws<ArgumentException>(() => new Statement(" "));
        Assert.Throws<ArgumentException>(() => new Statement("SELECT '\ud800'"));
        Assert.Throws<ArgumentException>(() => new Statement("SELECT ?, :a", 1).Add("a", 1));
        Assert.Empty(statement.Parameters);
    }

    [Fact]
    public async Task Query_EveryKindOfValue_IsRead()
    {
        const string body = """
            {"position":5,"level":"linear","more":{"x":[1]},"results":[{"columns":["a","a"],"rows":[[null,9223372036854775807],[5.0,"\u0000\"é"],
            [{"base64":"AP8="},9e999],[-1,1E+300],[256,""]]},{"columns":["b"],"rows":[]}]}
            """;
        await using var server = await PlayedServer.StartAsync(Answers.Garbage(body));
        using var client = server.Client();
        var answer = await client.QueryAsync([new Statement("SELECT 1"), new Statement("SELECT 2")], cancellationToken: Stop);
        Assert.Equal((5, ReadLevel.Linear), (answer.Position, answer.Level));
        Assert.Equal(["a", "a"], answer.Results[0].Columns);
        Assert.Equal(
            [null, long.MaxValue, 5.0, "\0\"é", new byte[] { 0, 255 }, double.PositiveInfinity, -1L, 1e300, 256L, ""],
            answer.Results[0].Rows.SelectMany(row => row));
        Assert.Empty(answer.Results[1].Rows);
        Assert.Equal((0, null), (answer.Results[0].Changes, answer.Results[0].LastInsertRowId));
    }

    [Theory]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":["a"],"rows":[[1,2]]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":["a"],"rows":[[]]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":["a"],"rows":[[{"hex":"00"}]]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":["a"],"rows":[[{"base64":"?"}]]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":[1],"rows":[]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":["a"],"rows":[["\ud800"]]}]}""")]
    [InlineData("""{"position":1,"level":"most","results":[{"columns":[],"rows":[]}]}""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":[],"rows":[]}]}x""")]
    [InlineData("""{"position":1,"level":"any","results":[{"columns":[],"rows":[]}]""")]
    [InlineData("""{"level":"any","results":[{"columns":[],"rows":[]}]}""")]
    [InlineData("""{"position":"1","level":"any","results":[{"columns":[],"rows":[]}]}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task Query_AnAnswerThatIsNone_IsNotBelieved(string body)
    {
        await using var server = await PlayedServer.StartAsync(Answers.Garbage(body), Answers.Rows("2"));
        using var client = server.Client();
        Assert.Equal(2L, (await client.QueryAsync(new Statement("SELECT 1"), Stop)).Rows[0][0]);
    }

    [Fact]
    public async Task Query_AnotherKindOfServer_IsSaidSo()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Garbage("not here", 404));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.QueryAsync(new Statement("SELECT 1"), Stop));
        Assert.Equal((DatabaseErrors.BadAnswer, 404), (fault.Code, fault.Status));
    }

    [Fact]
    public async Task Client_ManyCalls_ShareConnectionsAndCarryTheToken()
    {
        await using var server = await PlayedServer.StartAsync();
        server.Otherwise = Answers.Rows();
        using var client = new DatabaseClient(server.Options with { Token = "secret" });
        for (var count = 0; count < 5; count++)
            await client.QueryAsync(new Statement("SELECT 1"), Stop);
        Assert.Single(server.Requests.Select(request => request.Connection).Distinct());
        Assert.All(server.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task Client_APathInTheAddress_IsKept()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Rows());
        using var client = new DatabaseClient(server.Options with { Address = new Uri(server.Address, "databases/main") });
        await client.QueryAsync(new Statement("SELECT 1"), Stop);
        Assert.Equal("/databases/main/v1/query", server.Requests[0].Path);
    }

    [Fact]
    public async Task Execute_ALargeBody_IsSentWhenTheDatabaseWantsIt()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Written());
        using var client = server.Client();
        await client.ExecuteAsync(new Statement("INSERT", new string('x', 1_000_000)), Stop);
        Assert.Equal("100-continue", server.Requests[0].Headers["Expect"]);
    }

    [Theory]
    [InlineData("ftp://here")]
    [InlineData("/v1")]
    public void Client_OptionsThatCannotBe_AreRefused(string address) =>
        Assert.Throws<ArgumentException>(() => new DatabaseClient(new DatabaseClientOptions { Address = new Uri(address, UriKind.RelativeOrAbsolute) }));

    [Fact]
    public void Client_TokenAndTimesThatCannotBe_AreRefused()
    {
        var options = new DatabaseClientOptions { Address = new Uri("http://localhost") };
        foreach (var wrong in new[]
        {
            options with { Token = "a b" }, options with { Token = "" }, options with { Token = "é" }, options with { Deadline = TimeSpan.FromMilliseconds(99) },
            options with { Attempt = TimeSpan.FromSeconds(61) }, options with { MaxStaleness = TimeSpan.Zero },
        })
            Assert.Throws<ArgumentException>(() => new DatabaseClient(wrong));
    }

    [Fact]
    public async Task Query_TooManyStatementsOrNone_IsRefusedUnsent()
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = server.Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryAsync([], cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync([.. Enumerable.Repeat(new Statement("SELECT 1"), 101)], cancellationToken: Stop));
        Assert.Empty(server.Requests);
    }
}
