using Capstan.Client.Tests.Rig;

namespace Capstan.Client.Tests.Protocol;

/// <summary>Which position goes along with which read.</summary>
public sealed class SessionTests
{
    private static readonly Statement Select = new("SELECT a FROM t");
    private static readonly Statement Insert = new("INSERT INTO t VALUES (1)");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_ReadsAfterAWrite_CarryTheHighestPosition()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Written(9), Answers.Rows(position: 12), Answers.Rows(position: 10), Answers.Rows(position: 12));
        using var client = server.Client();
        var session = client.NewSession();
        await session.ExecuteAsync(Insert, Stop);
        Assert.Equal(9, session.Position);
        await session.QueryAsync(Select, Stop);
        await session.QueryAsync(Select, Stop);
        await session.QueryAsync(Select, Stop);
        Assert.Equal([null, "9", "12", "12"], server.Requests.Select(request => request.Position));
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("\"level\":\"session\"", request.Body, StringComparison.Ordinal));
        Assert.Equal((12, 0), (session.Position, client.Position));
    }

    [Fact]
    public async Task Session_NothingSeenYet_ReadsLinear()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Rows(position: 4), Answers.Rows(position: 4));
        using var client = server.Client();
        await client.QueryAsync(Select, Stop);
        await client.QueryAsync(Select, Stop);
        Assert.Contains("\"level\":\"linear\"", server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal("4", server.Requests[1].Position);
        Assert.Contains("\"level\":\"session\"", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_AGivenPosition_IsWhereItBegins()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Rows(position: 40), Answers.Rows(position: 50));
        using var client = server.Client();
        var session = client.NewSession(position: 33);
        await session.QueryAsync(Select, Stop);
        await session.QueryAsync([Select], new ReadOptions { Position = 45 }, Stop);
        Assert.Equal(["33", "45"], server.Requests.Select(request => request.Position));
        session.Advance(60);
        session.Advance(55);
        Assert.Equal(60, session.Position);
    }

    [Fact]
    public async Task Session_ARefusedWrite_RaisesThePosition()
    {
        await using var server = await PlayedServer.StartAsync(
            context =>
            {
                context.Response.Headers["Capstan-Position"] = "21";
                return Answers.Problem(context, 409, "constraint");
            },
            Answers.Rows(position: 21));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal((21, 21), (fault.Position, client.Position));
        await client.QueryAsync(Select, Stop);
        Assert.Equal("21", server.Requests[1].Position);
    }

    [Fact]
    public async Task Query_LevelAny_CarriesTheStalenessAndNoPosition()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Written(9), Answers.Rows(), Answers.Rows());
        using var client = new DatabaseClient(server.Options with { MaxStaleness = TimeSpan.FromSeconds(2) });
        await client.ExecuteAsync(Insert, Stop);
        await client.QueryAsync([Select], new ReadOptions { Level = ReadLevel.Any }, Stop);
        await client.QueryAsync([Select], new ReadOptions { Level = ReadLevel.Any, MaxStaleness = TimeSpan.FromMilliseconds(100) }, Stop);
        Assert.Contains("\"level\":\"any\",\"maxStaleness\":\"2000ms\"", server.Requests[1].Body, StringComparison.Ordinal);
        Assert.Contains("\"maxStaleness\":\"100ms\"", server.Requests[2].Body, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Null(request.Position));
        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryAsync([Select], new ReadOptions { MaxStaleness = TimeSpan.FromSeconds(1) }, Stop));
    }
}
