using System.Net;
using System.Net.Sockets;
using Capstan.Client.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Client.Tests.Protocol;

/// <summary>What is sent again, under which name, and what the caller learns in the end.</summary>
public sealed class RepetitionTests
{
    private static readonly Statement Insert = new("INSERT INTO t VALUES (?)", 1);
    private static readonly Statement Select = new("SELECT a FROM t");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> PassingFaults => ["unavailable", "keys_full", "break", "break within", "garbage", "cut", "unknown", "expired", "proxy", "empty", "timeout", "slow body"];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task Execute_APassingFault_IsSentAgainUnderTheSameKey(string fault)
    {
        await using var server = await PlayedServer.StartAsync(Fault(fault), Fault(fault), Answers.Written());
        using var client = server.Client();
        var answer = await client.ExecuteAsync([Insert], cancellationToken: Stop);
        Assert.Equal(7, answer.Position);
        Assert.Equal(1, answer.Results[0].Changes);
        Assert.Equal(3, answer.Results[0].LastInsertRowId);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => (request.Key, request.Body)).Distinct());
        Assert.Equal(answer.RequestId, server.Requests[0].Key);
        Assert.Matches("^[0-9a-f]{32}$", answer.RequestId);
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task Query_APassingFault_IsSentAgain(string fault)
    {
        await using var server = await PlayedServer.StartAsync(Fault(fault), Fault(fault), Answers.Rows());
        using var client = server.Client();
        var answer = await client.QueryAsync(Select, Stop);
        Assert.Equal(1L, answer.Rows[0][0]);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Null(request.Key));
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task Execute_Repeatable_IsSentAgainWithoutAKey(string fault)
    {
        await using var server = await PlayedServer.StartAsync(Fault(fault), Fault(fault), Answers.Written());
        using var client = server.Client();
        var answer = await client.ExecuteAsync([Insert], new WriteOptions { IsRepeatable = true }, Stop);
        Assert.Equal(7, answer.Position);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Null(request.Key));
        Assert.All(server.Requests, request => Assert.NotNull(request.Deadline));
    }

    [Fact]
    public async Task Execute_RepeatableWithoutAnswer_IsUnknownWithoutAKeyAndTakesNone()
    {
        await using var server = await PlayedServer.StartAsync();
        server.Otherwise = Answers.Break;
        using var client = new DatabaseClient(server.Options with { Deadline = TimeSpan.FromMilliseconds(200) });
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync([Insert], new WriteOptions { IsRepeatable = true }, Stop));
        Assert.Equal(DatabaseErrors.OutcomeUnknown, fault.Code);
        Assert.Null(fault.RequestId);
        await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync([Insert], new WriteOptions { IsRepeatable = true, Key = "a" }, Stop));
    }

    [Fact]
    public async Task Execute_TwoWrites_HaveDifferentKeys()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Written(), Answers.Written());
        using var client = server.Client();
        await client.ExecuteAsync(Insert, Stop);
        await client.ExecuteAsync(Insert, Stop);
        Assert.Equal(2, server.Requests.Select(request => request.Key).Distinct().Count());
    }

    [Fact]
    public async Task Execute_AKeyOfTheCallers_IsSent()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Written());
        using var client = server.Client();
        var answer = await client.ExecuteAsync([Insert], new WriteOptions { Key = "order-17" }, Stop);
        Assert.Equal("order-17", answer.RequestId);
        Assert.Equal(["order-17", "order-17"], server.Requests.Select(request => request.Key));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync([Insert], new WriteOptions { Key = "order 17" }, Stop));
    }

    [Fact]
    public async Task Execute_NoAnswerInTime_IsSentAgainAndTheDatabaseIsToldALittleLess()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Never);
        server.Otherwise = Answers.Written();
        using var client = new DatabaseClient(server.Options with { Attempt = TimeSpan.FromMilliseconds(500) });
        await client.ExecuteAsync(Insert, Stop);
        Assert.True(server.Requests.Count > 1);
        Assert.Equal("450ms", server.Requests.Select(request => request.Deadline).Distinct().Single());
    }

    [Theory]
    [InlineData(400, "invalid_sql", "42000")]
    [InlineData(403, "forbidden", "42501")]
    [InlineData(409, "nothing_matched", null)]
    [InlineData(413, "too_large", null)]
    [InlineData(422, "key_reused", null)]
    [InlineData(401, "token_required", "28000")]
    [InlineData(429, "too_many_failures", null)]
    [InlineData(500, "poison", null)]
    public async Task Execute_ARefusal_IsThrownAtOnce(int status, string code, string? state)
    {
        await using var server = await PlayedServer.StartAsync(Answers.Problem(status, code));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal((status, code, false, state), (fault.Status, fault.Code, fault.IsTransient, fault.SqlState));
        Assert.Equal("It fails. So it is.", fault.Message);
        Assert.Equal(Assert.Single(server.Requests).Key, fault.RequestId);
    }

    [Fact]
    public async Task Execute_AConstraint_IsNamed()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Problem(409, "constraint", """,  "constraint":"unique","requestId":"x" """));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal(("unique", "23505"), (fault.Constraint, fault.SqlState));
    }

    [Theory]
    [InlineData("break", true)]
    [InlineData("break within", true)]
    [InlineData("unknown", true)]
    [InlineData("proxy", true)]
    [InlineData("unavailable", false)]
    [InlineData("expired", false)]
    public async Task Execute_TheDeadlineIsOver_TellsWhatIsKnownAndTheKey(string first, bool isUnknown)
    {
        await using var server = await PlayedServer.StartAsync(Fault(first));
        using var client = new DatabaseClient(server.Options with { Time = new LongPauses() });
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal(isUnknown ? DatabaseErrors.OutcomeUnknown : DatabaseErrors.Unavailable, fault.Code);
        Assert.True(fault.IsTransient);
        Assert.Equal(server.Requests[0].Key, fault.RequestId);
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains(isUnknown ? server.Requests[0].Key! : "It fails.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_ARefusalOfTheLogAfterABreak_IsTheOutcome()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Problem(409, "constraint"));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal(DatabaseErrors.Constraint, fault.Code);
    }

    [Fact]
    public async Task Execute_ARefusalAtTheDoorAfterABreak_LeavesTheOutcomeUnknown()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Problem(401, "token_required"));
        using var client = server.Client();
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal((DatabaseErrors.OutcomeUnknown, 401), (fault.Code, fault.Status));
    }

    [Fact]
    public async Task Execute_NobodyListens_IsSurelyNotDone()
    {
        // Bound and not listening: nobody else gets the port, and every connection is refused.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new DatabaseClient(new DatabaseClientOptions { Address = new Uri($"http://{taken.LocalEndPoint}"), Time = new LongPauses() });
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync(Insert, Stop));
        Assert.Equal((DatabaseErrors.NoAnswer, 0, true), (fault.Code, fault.Status, fault.IsTransient));
    }

    [Fact]
    public async Task AttemptFailed_IsToldOfEveryAttemptThatWasRepeated()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Problem(503, "unavailable"), Answers.Written());
        List<DatabaseException> told = [];
        using var client = new DatabaseClient(server.Options with { AttemptFailed = told.Add });
        await client.ExecuteAsync(Insert, Stop);
        Assert.Equal([(0, DatabaseErrors.NoAnswer), (503, DatabaseErrors.Unavailable)], told.Select(attempt => (attempt.Status, attempt.Code)));
        Assert.All(told, attempt => Assert.Equal(server.Requests[0].Key, attempt.RequestId));
    }

    [Fact]
    public async Task Query_TheDeadlineIsOver_SaysSoWithoutAKey()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Never);
        using var client = new DatabaseClient(server.Options with { Deadline = TimeSpan.FromMilliseconds(300) });
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.QueryAsync(Select, Stop));
        Assert.Equal((DatabaseErrors.NoAnswer, null), (fault.Code, fault.RequestId));
    }

    [Fact]
    public async Task Execute_Cancelled_EndsTheWaitingAndTheRequest()
    {
        var came = new TaskCompletionSource();
        var gone = new TaskCompletionSource();
        await using var server = await PlayedServer.StartAsync(async context =>
        {
            came.SetResult();
            await Answers.Never(context);
            gone.SetResult();
        });
        using var client = server.Client();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var call = client.ExecuteAsync(Insert, stop.Token);
        await came.Task.WaitAsync(Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await gone.Task.WaitAsync(Stop);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Execute_CancelledInAPause_EndsAtOnce()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Later("5"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        server.Otherwise = _ => throw new InvalidOperationException("nothing more is sent");
        using var client = server.Client();
        var call = client.ExecuteAsync(Insert, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public void Pauses_Grow_AndKeepWhatIsAskedUpToALimit()
    {
        var least = new Pauses(() => 0);
        var most = new Pauses(() => 1);
        Assert.Equal([25, 50, 100, 200, 400, 800, 1000, 1000], Enumerable.Range(0, 8).Select(attempt => least.After(attempt, null).TotalMilliseconds));
        Assert.Equal([50, 100, 2000, 2000], new[] { 0, 1, 6, 60 }.Select(attempt => most.After(attempt, null).TotalMilliseconds));
        Assert.Equal(TimeSpan.FromSeconds(1), least.After(0, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(5), least.After(0, TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromSeconds(2), most.After(9, TimeSpan.FromSeconds(1)));
    }

    private static Func<HttpContext, Task> Fault(string name) => name switch
    {
        "unavailable" => Answers.Problem(503, "unavailable"),
        "keys_full" => Answers.Problem(503, "keys_full"),
        "timeout" => Answers.Problem(503, "timeout"),
        "expired" => Answers.Problem(504, "expired"),
        "unknown" => Answers.Problem(504, "outcome_unknown"),
        "slow body" => Answers.Problem(408, "body_timeout"),
        "break" => Answers.Break,
        "break within" => Answers.BreakWithin,
        "garbage" => Answers.Garbage("<html>It works!</html>"),
        "cut" => Answers.Garbage("""{"position":7,"level":"any","requestId":"x","results":[]}"""),
        "proxy" => Answers.Garbage("Bad gateway", 502),
        "empty" => Answers.Garbage(""),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
