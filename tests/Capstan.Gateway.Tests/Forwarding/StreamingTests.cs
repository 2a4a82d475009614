using System.Diagnostics;
using System.Net;
using System.Text;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Forwarding;

[Collection(nameof(Memory))]
public sealed class StreamingTests
{
    private const long GiB = 1L << 30;
    private const long Bound = 64L << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forward_GibibyteUp_ConstantMemory(bool chunked)
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            var total = await CountAsync(http.Request.Body);
            await http.Response.WriteAsync(total.ToString());
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        await rig.GetAsync("/web");
        var before = Footprint();

        using var content = new Zeros(GiB, chunked);
        using var answer = await rig.Client.PostAsync("/web", content, TestContext.Current.CancellationToken);

        Assert.Equal(GiB.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.InRange(Footprint() - before, long.MinValue, Bound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forward_GibibyteDown_ConstantMemory(bool chunked)
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (http.Request.Path == "/web/warm")
                return;
            if (!chunked)
                http.Response.ContentLength = GiB;
            var zeros = new byte[64 * 1024];
            for (var sent = 0L; sent < GiB; sent += zeros.Length)
                await http.Response.Body.WriteAsync(zeros, http.RequestAborted);
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        await rig.GetAsync("/web/warm");
        var before = Footprint();

        using var answer = await rig.Client.GetAsync("/web", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var total = await CountAsync(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal(GiB, total);
        Assert.InRange(Footprint() - before, long.MinValue, Bound);
    }

    [Fact]
    public async Task Forward_ServerSentEvents_EachArrivesBeforeTheNextIsSent()
    {
        var go = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            for (var i = 0; i < 3; i++)
            {
                await go.WaitAsync(http.RequestAborted);
                await http.Response.WriteAsync($"data: {i}\n\n");
                await http.Response.Body.FlushAsync();
            }
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);

        // Headers come before the first event.
        using var answer = await rig.Client.GetAsync("/web", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[64];
        for (var i = 0; i < 3; i++)
        {
            go.Release();
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.Equal($"data: {i}\n\n", Encoding.UTF8.GetString(buffer, 0, count));
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Forward_ClientGoesAway_BackendIsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var registration = http.RequestAborted.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);

        var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => backend.Requests == 1);
        client.Dispose();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Forward_AnswerInsteadOfContinue_IsGivenWithoutTheBody()
    {
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = (int)HttpStatusCode.Conflict;
            http.Response.ContentLength = 2;
            return http.Response.WriteAsync("no");
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 409 ", await client.ReadUntilAsync("\r\n\r\nno"));
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
    }

    private static long Footprint()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
            total += count;
        return total;
    }

    private sealed class Zeros(long length, bool chunked) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var zeros = new byte[64 * 1024];
            for (var sent = 0L; sent < length; sent += zeros.Length)
                await stream.WriteAsync(zeros);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return !chunked;
        }
    }
}

/// <summary>Tests that measure the process and must not run beside others.</summary>
[CollectionDefinition(nameof(Memory), DisableParallelization = true)]
public sealed class Memory;
