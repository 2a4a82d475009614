using System.Net;
using System.Text.Json;
using Capstan.Admin;
using Capstan.Containers;
using Capstan.Control;
using Capstan.Drills;

namespace Capstan.Tests.Admin;

public sealed class AdminEndpointTests : IAsyncLifetime
{
    private AdminFixture _admin = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _admin = await AdminFixture.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task Status_Running_IsTheWholeShapeWithItsNulls()
    {
        using var status = await JsonAsync(await _admin.GetAsync("/v1/status"));

        var replica = status.RootElement.GetProperty("services")[0].GetProperty("replicas")[0];
        Assert.Equal(
            ["slot", "port", "pid", "containerId", "state", "since", "generation", "health", "requests", "inFlight", "ejected", "detail"],
            replica.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, replica.GetProperty("containerId").ValueKind);
        Assert.Equal(JsonValueKind.Null, status.RootElement.GetProperty("services")[1].GetProperty("replicas")[0].GetProperty("pid").ValueKind);
        Assert.Equal(1, status.RootElement.GetProperty("version").GetInt32());
        Assert.Equal("demo", status.RootElement.GetProperty("stack").GetString());
    }

    [Fact]
    public async Task Scale_KnownService_IsHandedOn()
    {
        using var answer = await _admin.PostAsync("/v1/services/acts/scale", "{\"wanted\":3}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{\"wanted\":3}", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal([("acts", 3)], _admin.Control.Scaled);
    }

    [Fact]
    public async Task Databases_ScaleAndForce_AreHandedOn()
    {
        _admin.Control.Now = _admin.Control.Now with { Databases = [FakeStackControl.Rides()] };
        using var scaled = await _admin.PostAsync("/v1/databases/main/scale", "{\"wanted\":3}");
        using var forced = await _admin.PostAsync("/v1/databases/main/force-leader", "{}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (scaled.StatusCode, forced.StatusCode));
        Assert.Equal([("main", 3)], _admin.Control.Scaled);
        Assert.Equal(["main"], _admin.Control.Forced);
    }

    [Theory]
    [InlineData("/v1/databases/other/scale", "{\"wanted\":3}", HttpStatusCode.NotFound, "unknown-database")]
    [InlineData("/v1/databases/other/force-leader", "{}", HttpStatusCode.NotFound, "unknown-database")]
    [InlineData("/v1/databases/main/scale", "{\"wanted\":-1}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("/v1/databases/main/force-leader", "{}", HttpStatusCode.Conflict, "force-refused")]
    public async Task Databases_WrongRequest_IsRefusedWithItsCode(string path, string body, HttpStatusCode status, string code)
    {
        _admin.Control.Now = _admin.Control.Now with { Databases = [FakeStackControl.Rides()] };
        _admin.Control.ForceRefusal = "it has a leader";
        using var answer = await _admin.PostAsync(path, body);
        Assert.Equal(status, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Empty(_admin.Control.Scaled);
    }

    [Fact]
    public async Task Drills_KnownFault_IsHandedOnAndEndedByItsNumber()
    {
        _admin.Control.Now = _admin.Control.Now with { Databases = [FakeStackControl.Rides()] };
        using var answer = await _admin.PostAsync("/v1/drills", "{\"fault\":\"pause-leader\",\"database\":\"main\",\"seconds\":2.5}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "{\"id\":57,\"fault\":\"pause-leader\",\"name\":\"main\",\"began\":\"2026-01-01T12:00:00+00:00\",\"done\":\"2026-01-01T12:00:00.004+00:00\",\"seconds\":2.5,"
            + "\"targets\":[{\"replica\":\"main/0#1\",\"slot\":0,\"generation\":1,\"pid\":601,\"role\":\"leader\"}]}",
            await answer.Content.ReadAsStringAsync(Cancelled));
        using var ended = await _admin.PostAsync("/v1/drills/57/end", "{}");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Equal([new DrillRequest("pause-leader", "main", Seconds: 2.5)], _admin.Control.Drilled);
        Assert.Equal([57], _admin.Control.DrillsEnded);
    }

    [Theory]
    [InlineData("{\"fault\":\"kill-everything\",\"database\":\"main\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"kill-leader\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"kill-leader\",\"service\":\"acts\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"kill-leader\",\"database\":\"main\",\"service\":\"acts\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"kill-leader\",\"database\":\"main\",\"seconds\":3}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"pause-leader\",\"database\":\"main\",\"seconds\":601}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"database\":\"main\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("{\"fault\":\"kill-leader\",\"database\":\"other\"}", HttpStatusCode.NotFound, "unknown-database")]
    [InlineData("{\"fault\":\"kill-replica\",\"service\":\"other\"}", HttpStatusCode.NotFound, "unknown-service")]
    public async Task Drills_WrongRequest_IsRefusedWithItsCodeAndInjuresNobody(string body, HttpStatusCode status, string code)
    {
        _admin.Control.Now = _admin.Control.Now with { Databases = [FakeStackControl.Rides()] };
        using var answer = await _admin.PostAsync("/v1/drills", body);
        Assert.Equal(status, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Empty(_admin.Control.Drilled);
    }

    [Fact]
    public async Task Drills_ThatTheStackRefuses_SayWhy()
    {
        _admin.Control.DrillRefusal = "'acts' has no replica of its own.";
        using var answer = await _admin.PostAsync("/v1/drills", "{\"fault\":\"kill-replica\",\"service\":\"acts\"}");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal("drill-refused", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal(_admin.Control.DrillRefusal, problem.RootElement.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("nobody", "{\"wanted\":3}", HttpStatusCode.NotFound, "unknown-service")]
    [InlineData("acts", "{\"wanted\":-1}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("acts", "{\"wanted\":\"3\"}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("acts", "{\"replicas\":3}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("acts", "{}", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("acts", "null", HttpStatusCode.BadRequest, "bad-body")]
    [InlineData("acts", "{", HttpStatusCode.BadRequest, "bad-body")]
    public async Task Scale_WrongRequest_IsRefusedWithItsCode(string service, string body, HttpStatusCode status, string code)
    {
        using var answer = await _admin.PostAsync($"/v1/services/{service}/scale", body);
        Assert.Equal(status, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Empty(_admin.Control.Scaled);
    }

    [Fact]
    public async Task Scale_RefusedByTheStack_Is409WithItsReason()
    {
        _admin.Control.ScaleRefusal = "acts has 10 ports only";
        using var answer = await _admin.PostAsync("/v1/services/acts/scale", "{\"wanted\":99}");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal("acts has 10 ports only", problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_Is413()
    {
        using var answer = await _admin.PostAsync("/v1/reload", $"{{\"file\":\"/{new string('x', 70_000)}\"}}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Reload_Accepted_AnswersWhatWillBeDone()
    {
        using var answer = await _admin.PostAsync("/v1/reload", "{\"file\":\"/srv/capstan.yaml\",\"set\":[\"services.acts.scale.max=3\"]}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var asked = Assert.Single(_admin.Reloader.Asked);
        Assert.Equal("/srv/capstan.yaml", asked.File);
        Assert.Equal(["services.acts.scale.max=3"], asked.Set);
        Assert.Equal("{\"accepted\":true,\"lines\":[\"acts: 2 replicas are replaced, one at a time\"]}", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Reload_Refused_Is422WithEveryFault()
    {
        _admin.Reloader.Outcome = new ReloadOutcome(false, ["line 3: …", "line 9: …"]);
        using var answer = await _admin.PostAsync("/v1/reload", "{}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal(2, problem.RootElement.GetProperty("faults").GetArrayLength());
    }

    [Fact]
    public async Task Reload_RelativePath_IsRefused()
    {
        using var answer = await _admin.PostAsync("/v1/reload", "{\"file\":\"capstan.yaml\"}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_admin.Reloader.Asked);
    }

    [Fact]
    public async Task Stop_Asked_Is202AndStops()
    {
        using var answer = await _admin.PostAsync("/v1/stop", "{}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("asked through the admin API", await _admin.Control.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled));
    }

    [Fact]
    public async Task Logs_OfOneService_AreItsLines()
    {
        using var answer = await _admin.GetAsync("/v1/logs?service=acts&tail=7");
        var lines = (await answer.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("{\"service\":\"acts\",\"slot\":0,\"generation\":1,\"time\":\"2026-01-01T12:00:00+00:00\",\"stream\":\"stdout\",\"text\":\"listening\"}", lines[0]);
        Assert.Contains("\"stderr\",\"text\":\"oops\"", lines[1]);
        Assert.Equal(2, lines.Length);
        Assert.Equal([new LogQuery("acts", 7, false)], _admin.Logs.Queries);
    }

    [Fact]
    public async Task Logs_Followed_GoOnWithNewLines()
    {
        using var answer = await _admin.GetAsync("/v1/logs?follow=1");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        for (var i = 0; i < 3; i++)
            await reader.ReadLineAsync(Cancelled);
        _admin.Logs.Write(FakeReplicaLogs.Line("acts", 0, "later"));
        Assert.Contains("later", await reader.ReadLineAsync(Cancelled));
    }

    [Theory]
    [InlineData("/v1/logs?tail=x")]
    [InlineData("/v1/events?after=-1")]
    [InlineData("/v1/events?limit=0")]
    [InlineData("/v1/events?limit=2001")]
    public async Task Query_NotANumberInRange_Is400(string path)
    {
        using var answer = await _admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/nothing")]
    [InlineData("/v2/status")]
    public async Task UnknownPath_WithToken_Is404Problem(string path)
    {
        using var answer = await _admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var problem = await JsonAsync(answer);
        Assert.Equal("unknown-path", problem.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Record_WhileRunning_NamesThisProcessAndGoesWithTheServer()
    {
        using var folder = new TempFolder();
        await using (var server = await AdminServer.StartAsync(_admin.Parts with { StateFolder = folder.Path }, Cancelled))
        {
            var record = AdminRecordFile.Read(folder.Path);
            Assert.NotNull(record);
            Assert.Equal((server.Address, Environment.ProcessId, "demo"), (record.Address, record.Pid, record.Stack));
            Assert.True(ProcessStamp.IsAlive(record));
            Assert.False(ProcessStamp.IsAlive(record with { StartTicks = record.StartTicks - 1 }));
            Assert.True(PrivateFile.IsPrivate(folder["admin.json"]));
        }

        Assert.Equal(["token"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Start_AddressTaken_FailsAndLeavesNoRecord()
    {
        using var folder = new TempFolder();
        var taken = _admin.Parts with
        {
            StateFolder = folder.Path,
            Listen = new() { Listen = new("127.0.0.1", new Uri(_admin.Address).Port) },
        };
        await Assert.ThrowsAsync<IOException>(() => AdminServer.StartAsync(taken, Cancelled));
        Assert.Null(AdminRecordFile.Read(folder.Path));
    }

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
}
