using System.Buffers.Binary;
using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Capstan.Gateway.Tests.Forwarding;

/// <summary>gRPC as it is on the wire: HTTP/2, length-prefixed messages, the status in a trailer.</summary>
public sealed class GrpcTests
{
    private static readonly ServiceSpec Service = GatewayRig.Service() with { Protocol = UpstreamProtocol.H2c };

    [Fact]
    public async Task Forward_BidirectionalCall_EachMessageGoesThroughAtOnceAndStatusArrives()
    {
        await using var backend = await Backend.StartAsync(EchoAsync, protocols: HttpProtocols.Http2);
        await using var rig = await GatewayRig.StartAsync(Service, null, backend);
        using var client = rig.CreateClient(HttpVersion.Version20);
        using var content = new Messages();
        using var call = Call(content);

        using var answer = await client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        for (byte i = 1; i <= 3; i++)
        {
            await content.SendAsync([i, i]);
            Assert.Equal<byte>([i, i], (await ReadMessageAsync(stream))!);
        }

        content.Complete();

        Assert.Null(await ReadMessageAsync(stream));
        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("0", Assert.Single(answer.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("trailers", Assert.Single(answer.Headers.GetValues("seen-te")));
    }

    [Fact]
    public async Task Forward_TrailersOnlyAnswer_StatusArrives()
    {
        await using var backend = await Backend.StartAsync(
            http =>
            {
                http.Response.ContentType = "application/grpc";
                http.Response.Headers["grpc-status"] = "12";
                return Task.CompletedTask;
            },
            protocols: HttpProtocols.Http2);
        await using var rig = await GatewayRig.StartAsync(Service, null, backend);
        using var client = rig.CreateClient(HttpVersion.Version20);
        using var content = new Messages();
        content.Complete();
        using var call = Call(content);

        using var answer = await client.SendAsync(call, TestContext.Current.CancellationToken);

        Assert.Equal("12", Assert.Single(answer.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Forward_ManyConcurrentCalls_AllAnswered()
    {
        await using var backend = await Backend.StartAsync(EchoAsync, protocols: HttpProtocols.Http2);
        await using var rig = await GatewayRig.StartAsync(Service, null, backend);
        using var client = rig.CreateClient(HttpVersion.Version20);

        async Task<byte[]?> OneAsync(byte i)
        {
            using var content = new Messages();
            using var call = Call(content);
            var sending = content.SendAsync([i]);
            using var answer = await client.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await sending;
            await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            var message = await ReadMessageAsync(stream);
            content.Complete();
            Assert.Null(await ReadMessageAsync(stream));
            return message;
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 250).Select(i => OneAsync((byte)i)));

        Assert.Equal(Enumerable.Range(0, 250).Select(i => new[] { (byte)i }), answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Listen_OnePlainPort_SpeaksBothVersions(int major)
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = rig.CreateClient(major == 1 ? HttpVersion.Version11 : HttpVersion.Version20);

        using var answer = await client.GetAsync("/web?x=%2F", TestContext.Current.CancellationToken);

        Assert.Equal(major, answer.Version.Major);
        Assert.Equal("b", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static HttpRequestMessage Call(HttpContent content)
    {
        var call = new HttpRequestMessage(HttpMethod.Post, "/web/Echo")
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        call.Headers.TryAddWithoutValidation("te", "trailers");
        return call;
    }

    private static async Task EchoAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["seen-te"] = http.Request.Headers.TE;
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.Body.FlushAsync();
        while (await ReadMessageAsync(http.Request.Body) is { } message)
        {
            await http.Response.Body.WriteAsync(Frame(message));
            await http.Response.Body.FlushAsync();
        }

        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static async Task<byte[]?> ReadMessageAsync(Stream stream)
    {
        var head = new byte[5];
        if (await stream.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false) < 5)
            return null;
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(message);
        return message;
    }

    private sealed class Messages : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Messages() => Headers.ContentType = new("application/grpc");

        public async Task SendAsync(byte[] message)
        {
            var stream = await _stream.Task;
            await stream.WriteAsync(Frame(message));
            await stream.FlushAsync();
        }

        public void Complete() => _complete.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            _stream.TrySetResult(stream);
            await _complete.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
