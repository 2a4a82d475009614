using System.Globalization;
using System.Net.Sockets;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>How answers of every framing reach clients of every version (RFC 9112 sections 6 and 7).</summary>
public sealed class AnswerFramingTests
{
    private const string Get = "GET /web HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task Answer_OfAnyLength_IsThereToItsEndAtOnce()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
            {
                var length = int.Parse(head.Split(' ')[1].Split('=')[1], CultureInfo.InvariantCulture);
                await self.SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                for (var left = length; left > 0; left -= 4_000)
                    await self.SendAsync(socket, new string('x', Math.Min(left, 4_000)));
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        // The connection goes on, so that nothing but the answer itself can push its end out.
        foreach (var length in new[] { 0, 1, 4_000, 16_383, 16_384, 16_385, 20_000, 65_537, 1_000_001 })
        {
            var answer = await client.GetAsync($"GET /web?length={length} HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal((length, true), (answer.Body.Length, answer.IsWhole));
        }
    }

    [Fact]
    public async Task Answer_EndedByItsConnection_IsWholeAndTheClientsConnectionGoesOn()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\n\r\nuntil ");
            await self.SendAsync(socket, "the end");
            socket.Shutdown(SocketShutdown.Both);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync(Get);
            Assert.Equal(("until the end", true, true), (answer.Body, answer.IsWhole, answer.IsChunked));
        }
    }

    [Fact]
    public async Task Answer_EndedByAReset_IsNotWhole()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\n\r\nuntil");
            await Task.Delay(200, self.End);
            socket.Reset();
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync(Get);

        Assert.Equal(("until", false), (answer.Body, answer.IsWhole));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfXX0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nFFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n-1\r\n\r\n")]
    public async Task Answer_BrokenInside_IsSeenAsBroken(string bytes)
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, bytes);
            await Task.Delay(200, self.End);
            socket.Shutdown(SocketShutdown.Both);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync(Get);

        // What broke off before anything went out may still become an answer of the gateway's own.
        Assert.True(answer is { Status: 200, IsWhole: false } or { Status: 502 }, answer.ToString());
        Assert.InRange(rig.Read().Targets[0].Failures, 1, 2);
    }

    [Fact]
    public async Task Answer_Trailers_AreRelayed()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(
            socket, "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2;x=1\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n");

            // Kestrel writes none in HTTP/1.1; who does not understand trailers may drop them (RFC 9112 section 7.1.2).
            Assert.Equal(("ok", PlaneUnderTest.IsGeneral ? "" : "X-Sum: 7\r\n"), (answer.Body, answer.Trailers));
        }
    }

    [Fact]
    public async Task Answer_TrailersToAClientThatTakesNone_AreDropped()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(
            socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync(Get);

        Assert.Equal(("ok", "", true), (answer.Body, answer.Trailers, answer.IsWhole));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(32_000)]
    public async Task Trailers_OfARequestUpToTheLimitOfHeads_AreTaken(int length)
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync(
            $"POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: {new string('t', length)}\r\n\r\n");

        Assert.Equal("POST /web HTTP/1.1", answer.Body);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nok")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n")]
    public async Task Http10_Client_GetsNoChunksAndTheEndOfItsConnection(string rest)
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, "HTTP/1.1 200 OK\r\n" + rest));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync("GET /web HTTP/1.0\r\n\r\n");

        Assert.Equal(("ok", false, true), (answer.Body, answer.IsChunked, answer.IsWhole));
        Assert.True(await client.Answers.EndsAsync());
    }

    [Fact]
    public async Task Http10_ClientThatAsksToGoOn_MayGoOn()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync("GET /web HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
            Assert.Equal(("ok", "keep-alive"), (answer.Body, answer.Field("Connection")?.ToLowerInvariant()));
        }
    }

    [Fact]
    public async Task Http10_Replica_IsAnsweredForInHttp11()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.0 200 OK\r\n\r\nold");
            socket.Shutdown(SocketShutdown.Both);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
            Assert.Equal("old", (await client.GetAsync(Get)).Body);
        Assert.All(backend.Lines, line => Assert.EndsWith(" HTTP/1.1", line));
        Assert.Equal(2, backend.Connections);
    }

    [Fact]
    public async Task Answer_ThatCloses_ClosesTheReplicasConnectionOnly()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync(Get);
            Assert.Equal(("ok", false), (answer.Body, answer.Closes));
        }

        Assert.Equal(2, backend.Connections);
    }

    [Fact]
    public async Task Answer_ByteByByte_IsTheSame()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is not null)
            {
                foreach (var letter in "HTTP/1.1 200 OK\r\nX-Mine: 1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n")
                    await self.SendAsync(socket, letter.ToString());
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 3; i++)
        {
            var answer = await client.GetAsync(Get);
            Assert.Equal((200, "hello world", "1", true), (answer.Status, answer.Body, answer.Field("X-Mine"), answer.IsWhole));
        }

        Assert.Equal(1, backend.Connections);
    }

    [Theory]
    [InlineData(20, 1_000)]
    [InlineData(1, 30_000)]
    [InlineData(90, 300)]
    public async Task Heads_Big_GoThroughBothWays(int fields, int length)
    {
        var block = string.Concat(Enumerable.Range(0, fields).Select(i => $"X-{i}: {new string((char)('a' + (i % 26)), length)}\r\n"));
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, $"HTTP/1.1 200 OK\r\n{block}Content-Length: 2\r\n\r\nok"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync($"GET /web HTTP/1.1\r\nHost: x\r\n{block}\r\n");
            Assert.Equal("ok", answer.Body);
            Assert.All(block.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, answer.Head));
        }

        Assert.All(block.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line + "\r\n", backend.Received));
    }

    [Fact]
    public async Task Answer_HeadWithoutEnd_Is502()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 4_000; i++)
                await self.SendAsync(socket, $"X-{i}: {new string('a', 100)}\r\n");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(502, (await client.GetAsync("POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")).Status);
    }
}
