using System.Net;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Draining;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_RequestInFlight_FinishesWhileNewOnesGet503()
    {
        var go = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            await go.Task;
            await http.Response.WriteAsync("done");
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var request = rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => backend.Requests == 1);

        var stop = rig.Host.StopAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var refused = await RawClient.AskAsync(rig.Port, "GET /web HTTP/1.1\r\nHost: x\r\n\r\n", 5);
        go.SetResult();
        await stop;

        Assert.StartsWith("HTTP/1.1 503 ", refused);
        Assert.Contains("Connection: close\r\n", refused);
        Assert.EndsWith("<closed>", refused);
        using var answer = await request;
        Assert.Equal("done", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(PlaneUnderTest.IsGeneral || answer.Headers.ConnectionClose == true);
        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.ConnectAsync(rig.Port));
    }

    [Fact]
    public async Task Stop_RequestBeyondTheLimit_IsCut()
    {
        await using var backend = await Backend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var request = rig.GetAsync("/web");
        await Eventually.TrueAsync(() => backend.Requests == 1);

        await rig.Host.StopAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    // The general plane sends the whole body before it reads an answer.
    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Stop_AnswerOnItsWayOut_IsNotTakenFromItsClient()
    {
        const string Part = "part of the body";
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, $"HTTP/1.1 403 No\r\nContent-Length: 100000\r\n\r\n{new string('b', 100_000)}");
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        client.Socket.ReceiveBufferSize = 4096;
        await client.SendAsync($"POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{Part}");
        await Eventually.TrueAsync(() => rig.Read() is { Requests: 1, InFlight: 0 });

        var stop = rig.Host.StopAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Task.WhenAny(stop, Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));

        // To a socket that is closed already this is a reason to reset the connection, with what it has not sent yet.
        await client.TrySendAsync(Part);
        var answer = await client.Answers.ReadAsync();
        Assert.True(answer is { Status: 403, IsWhole: true }, $"{answer.Body.Length} bytes came.");
        client.Dispose();
        await stop;
    }

    [Fact]
    public async Task Drain_TargetWithRequest_FinishesAndGetsNothingNew()
    {
        var go = new TaskCompletionSource();
        await using var old = await Backend.StartAsync(_ => go.Task, name: "old");
        await using var other = await Backend.StartAsync(name: "other");
        await using var rig = await GatewayRig.StartAsync(null, null, old);
        var request = rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => old.Requests == 1);

        rig.SetTargets(old.AsTarget(TargetCondition.Draining), other.AsTarget());
        for (var i = 0; i < 5; i++)
            Assert.Equal("other", await rig.GetAsync("/web"));
        Assert.DoesNotContain(rig.Notices, notice => notice.Kind == DataPlaneNoticeKind.Drained);
        go.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await request).StatusCode);
        Assert.Equal("old", (await rig.NoticeAsync(DataPlaneNoticeKind.Drained)).Target);
        Assert.Equal(1, old.Requests);
    }
}
