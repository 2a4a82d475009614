using System.Collections.Concurrent;
using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Who may end what when (RFC 9112 section 9): early answers, slow replicas, idle connections that died.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task Client_EndsSendingInsideItsBody_RequestDoesNotReachItsEnd()
    {
        var ended = new TaskCompletionSource<string>();
        await using var backend = await Backend.StartAsync(async http =>
        {
            try
            {
                await http.Request.Body.CopyToAsync(Stream.Null);
                ended.TrySetResult("whole");
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or BadHttpRequestException)
            {
                ended.TrySetResult("broken");
            }
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart");
        await Eventually.TrueAsync(() => backend.Requests == 1);
        client.EndSending();

        Assert.Equal("broken", await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0 && rig.Host.Connections == 0);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_BeforeTheEndOfTheBody_ReachesTheClient(bool closes)
    {
        var behind = new ConcurrentQueue<string>();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
            {
                if (head.StartsWith("GET", StringComparison.Ordinal))
                {
                    await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
                    continue;
                }

                await self.SendAsync(socket, $"HTTP/1.1 403 No\r\n{(closes ? "Connection: close\r\n" : "")}Content-Length: 2\r\n\r\nno");
                if (closes)
                    socket.Shutdown(SocketShutdown.Send);
                while (await self.ReadHeadAsync(socket) is { } rest)
                    behind.Enqueue(rest);
                return;
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend, limits: new RequestLimits { Timeout = TimeSpan.FromSeconds(3) });
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync($"POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{new string('b', 1_000)}");

        // The general plane's HTTP client reads no answer before it has sent the body: the client's silence ends that.
        var answer = await client.Answers.ReadAsync();
        Assert.True(answer is { Status: 403, Body: "no" } || (PlaneUnderTest.IsGeneral && answer.Status is 0 or 408 or 502 or 504), answer.ToString());
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);

        // Enough of them to meet all event loops.
        for (var i = 0; i < 10; i++)
        {
            using var next = await RawClient.ConnectAsync(rig.Port);
            Assert.Equal("good", (await next.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Body);
        }

        Assert.Empty(behind);
    }

    [Fact]
    public async Task Replica_ResetsWhileItIsSentABody_IsTheReplicasFailureAndNoErrorOfOurs()
    {
        var go = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await go.Task.WaitAsync(self.End);
            socket.Reset();
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var sending = await PostMoreThanIsTakenAsync(client);
        go.SetResult();

        Assert.Equal(502, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(1, rig.Read().Targets[0].Failures);
        client.Dispose();
        await sending;
        await Eventually.TrueAsync(() => rig.Host.Connections == 0);
    }

    // The general plane's HTTP client reads no answer before it has sent the body.
    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Replica_ResetsWhileItIsSentABody_ItsAnswerWithoutLengthIsNotWhole()
    {
        var go = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\n\r\npart");
            await go.Task.WaitAsync(self.End);
            socket.Reset();
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var sending = await PostMoreThanIsTakenAsync(client);
        go.SetResult();

        var answer = await client.Answers.ReadAsync();
        Assert.False(answer.IsWhole, answer.ToString());
        await sending;
    }

    [Fact]
    public async Task Replica_ClosesIdleConnections_NoRequestFails()
    {
        using var closed = new SemaphoreSlim(0);
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            socket.Shutdown(SocketShutdown.Both);
            closed.Release();
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        // A request may still meet the end of a connection on its way; it is then repeated, as a GET may be.
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(200, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
            Assert.True(await closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Client_GoesAwayBetweenRequests_OthersAreServed()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);

        for (var i = 0; i < 20; i++)
        {
            var client = await RawClient.ConnectAsync(rig.Port);
            await client.SendAsync($"GET /web/{i} HTTP/1.1\r\nHost: x\r\n\r\n");
            if (i % 2 == 0)
                await client.Answers.ReadAsync();
            client.Socket.LingerState = new LingerOption(i % 3 == 0, 0);
            client.Dispose();
        }

        await Eventually.TrueAsync(() => rig.Host.Connections == 0 && rig.Read().InFlight == 0);
        Assert.Equal("GET /web/last HTTP/1.1", await rig.GetAsync("/web/last"));
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Idle_LongerThanTheLimit_ConnectionCloses()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend, new GatewaySpec { Limits = new GatewayLimits { IdleTimeout = TimeSpan.FromSeconds(1) } });
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(200, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Status);

        Assert.True(await client.Answers.EndsAsync());
    }
    /// <summary>
    /// Posts to a replica that takes nothing of it: the gateway stops reading, and then the client's system takes no more. Returns then, with
    /// the sending, which ends with the connection.
    /// </summary>
    private static async Task<Task> PostMoreThanIsTakenAsync(RawClient client)
    {
        var sending = client.TrySendAsync($"POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 40000000\r\n\r\n{new string('b', 30_000_000)}");
        await Eventually.TrueAsync(() => !client.Socket.Poll(100_000, SelectMode.SelectWrite));
        return sending;
    }
}
