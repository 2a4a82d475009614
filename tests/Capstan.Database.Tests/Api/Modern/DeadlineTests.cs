using System.Net;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api.Modern;

public sealed class DeadlineTests : IAsyncLifetime
{
    private const string Insert = """{"sql":"INSERT INTO users VALUES ('u','p')"}""";

    private ApiRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await ApiRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_write_that_is_not_answered_in_time_is_504_with_the_id_to_repeat_it_by()
    {
        _rig.Database.BeforeWrite = (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        var problem = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.GatewayTimeout, "/v1/execute", Insert, ("Capstan-Deadline", "150ms")));
        Assert.Equal("outcome_unknown", problem.GetProperty("code").GetString());
        var id = problem.GetProperty("requestId").GetString()!;
        Assert.Contains(id, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        _rig.Database.BeforeWrite = (_, _) => Task.CompletedTask;
        var answer = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", Insert, ("Idempotency-Key", id)));
        Assert.Equal(id, answer.GetProperty("requestId").GetString());
    }

    [Theory]
    [InlineData("99ms")]
    [InlineData("61s")]
    [InlineData("3")]
    [InlineData("-1s")]
    [InlineData("soon")]
    [InlineData("1.5s")]
    public async Task A_deadline_out_of_range_is_400(string deadline)
    {
        await _rig.PostAsync(HttpStatusCode.BadRequest, "/v1/execute", Insert, ("Capstan-Deadline", deadline));
        Assert.Empty(_rig.Database.Writes);
    }

    [Fact]
    public async Task The_deadline_of_the_caller_goes_along()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", Insert, ("Capstan-Deadline", "3s"));
        Assert.InRange(Assert.Single(_rig.Database.Writes).Deadline, before + 3_000, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 3_000);
    }

    [Fact]
    public async Task A_write_that_was_not_taken_is_503_with_the_time_to_wait()
    {
        _rig.Database.BeforeWrite = (_, _) => throw new NotQueuedException("It is full.") { RetryAfter = TimeSpan.FromSeconds(2) };
        _rig.Database.BeforeRead = (_, _) => throw new NotQueuedException("Nobody serves.");
        using var write = await _rig.PostAsync("/v1/execute", Insert);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)), (write.StatusCode, write.Headers.RetryAfter!.Delta!.Value));
        using var read = await _rig.PostAsync("/api/v1/db/read", """{"table":"users"}""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (read.StatusCode, read.Headers.RetryAfter!.Delta!.Value));
        using var classic = await _rig.PostAsync("/api/v1/db/clear", "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, classic.StatusCode);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_read_but_not_its_write()
    {
        var (readGone, writeQueued, writeGoesOn) = (Signal(), Signal(), Signal());
        var writeToken = CancellationToken.None;
        _rig.Database.BeforeRead = async (_, cancellation) =>
        {
            writeQueued.TrySetResult();
            using var registration = cancellation.Register(() => readGone.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        };
        using (var client = new CancellationTokenSource())
        {
            var read = _rig.Client.PostAsync("/v1/query", new StringContent("""{"sql":"SELECT 1"}"""), client.Token);
            await writeQueued.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            await client.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            await readGone.Task.WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        }

        writeQueued = Signal();
        _rig.Database.BeforeWrite = async (_, cancellation) =>
        {
            writeToken = cancellation;
            writeQueued.TrySetResult();
            await writeGoesOn.Task;
        };
        using (var client = new CancellationTokenSource())
        {
            var write = _rig.Client.PostAsync("/v1/execute", new StringContent(Insert), client.Token);
            await writeQueued.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            await client.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        }

        // The server has noticed the end of a connection by the time that it has answered another.
        using (await _rig.GetAsync("/v1/status"))
            Assert.False(writeToken.IsCancellationRequested);
        writeGoesOn.SetResult();
        _rig.Database.BeforeRead = (_, _) => Task.CompletedTask;
        for (var i = 0; i < 100 && _rig.Database.Value("SELECT count(*) FROM users") != "1"; i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal("1", _rig.Database.Value("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task The_same_key_a_hundred_times_is_one_effect_with_one_position()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            _rig.PostAsync(HttpStatusCode.OK, "/v1/execute", """{"sql":"INSERT INTO rides(created_by) VALUES ('u')"}""", ("Idempotency-Key", "k"))));
        Assert.Single(answers.Distinct());
        Assert.Equal("1", _rig.Database.Value("SELECT count(*) FROM rides"));
        Assert.All(_rig.Database.Writes, write => Assert.Equal((new RequestId("k"), true), (write.Request, write.IsKeyed)));

        var reused = ApiRig.Json(await _rig.PostAsync(HttpStatusCode.UnprocessableEntity, "/v1/execute", Insert, ("Idempotency-Key", "k")));
        Assert.Equal("key_reused", reused.GetProperty("code").GetString());
        Assert.Equal("k", reused.GetProperty("requestId").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ü")]
    [InlineData("LONG")]
    public async Task A_key_that_is_none_is_400(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/execute") { Content = new StringContent(Insert) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "LONG" ? new string('k', 201) : key);
        using var answer = await SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_rig.Database.Writes);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = _rig.Client.BaseAddress };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
