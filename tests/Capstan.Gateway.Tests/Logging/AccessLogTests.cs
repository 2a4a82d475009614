using System.Globalization;
using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Logging;

/// <summary>What the lines of requests say, whichever plane served them.</summary>
public sealed class AccessLogTests : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Forward_Get_LineHasWhatWasAskedAndAnswered()
    {
        var before = DateTimeOffset.UtcNow;
        await using var backend = await Backend.StartAsync(name: "web/0#1");
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend);

        await rig.GetAsync("/web/a?x=1&y=%22");
        var line = await _folder.LineOfAsync("/web/a?x=1&y=%22");

        Assert.Equal("127.0.0.1", (string?)line["client"]);
        Assert.Equal("GET", (string?)line["method"]);
        Assert.Equal("HTTP/1.1", (string?)line["protocol"]);
        Assert.Equal("http", (string?)line["scheme"]);
        Assert.Equal(200, (int?)line["status"]);
        Assert.Equal(0, (int?)line["bytes_in"]);
        Assert.Equal("web/0#1".Length, (int?)line["bytes_out"]);
        Assert.Equal("web", (string?)line["service"]);
        Assert.Equal("web/0#1", (string?)line["replica"]);
        Assert.InRange((long)line["answered_us"]!, 1, (long)line["duration_us"]!);
        Assert.Null(line["retries"]);
        Assert.Null(line["aborted"]);
        Assert.EndsWith("Z", (string?)line["time"]);
        Assert.InRange(DateTimeOffset.Parse((string)line["time"]!, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_RequestId_IsTheOneThatTheReplicaGot(bool isTrusted)
    {
        await using var backend = await Backend.StartAsync(http => http.Response.WriteAsync(http.Request.Headers["X-Request-Id"].ToString()));
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway() with { TrustForwarded = isTrusted ? ["127.0.0.0/8"] : [] }, backend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/web/id") { Headers = { { "X-Request-Id", "given" } } };

        using var answer = await rig.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var got = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var line = await _folder.LineOfAsync("/web/id");

        Assert.Equal(got, (string?)line["request_id"]);
        Assert.Equal(isTrusted, got == "given");
    }

    [Fact]
    public async Task Forward_Http2_LineSaysSo()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend);
        using var http2 = rig.CreateClient(HttpVersion.Version20);

        await http2.GetStringAsync("/web/two", TestContext.Current.CancellationToken);
        var line = await _folder.LineOfAsync("/web/two");

        Assert.Equal(("HTTP/2", "127.0.0.1", 1), ((string?)line["protocol"], (string?)line["client"], (int)line["bytes_out"]!));
    }

    [Theory]
    [InlineData("Content-Length: 4\r\n\r\nbody")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\nb\r\n3\r\nody\r\n0\r\n\r\n")]
    public async Task Forward_Post_BytesAreThoseOfTheBodies(string rest)
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await http.Response.WriteAsync(new string('x', 100_000));
        });
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend);

        await RawClient.AskAsync(rig.Port, $"POST /web/p HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}", 5);
        var line = await _folder.LineOfAsync("/web/p");

        Assert.Equal(4, (long?)line["bytes_in"]);
        Assert.Equal(100_000, (long?)line["bytes_out"]);
        Assert.Equal("POST", (string?)line["method"]);
    }

    [Fact]
    public async Task Answer_OfTheGatewayItself_HasNoReplica()
    {
        await using var rig = await GatewayRig.StartAsync(_folder.Gateway(), GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromMilliseconds(20) }));

        foreach (var path in new[] { "/", "/none", "/web/empty" })
            (await rig.Client.GetAsync(path, TestContext.Current.CancellationToken)).Dispose();
        var (root, none, empty) = (await _folder.LineOfAsync("/"), await _folder.LineOfAsync("/none"), await _folder.LineOfAsync("/web/empty"));

        Assert.Equal((200, 2), ((int)root["status"]!, (int)root["bytes_out"]!));
        Assert.Equal(404, (int?)none["status"]);
        Assert.Null(none["service"]);
        Assert.Equal(503, (int?)empty["status"]);
        Assert.InRange((int)empty["bytes_out"]!, 50, 500);
        Assert.Equal("web", (string?)empty["service"]);
        Assert.Null(empty["replica"]);
        Assert.Null(empty["answered_us"]);
    }

    [Fact]
    public async Task Forward_ClientGoesAway_LineSaysSo()
    {
        await using var backend = await Backend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend);

        var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync("GET /web/gone HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => backend.Requests == 1);
        client.Dispose();
        var line = await _folder.LineOfAsync("/web/gone");

        Assert.Equal("client", (string?)line["aborted"]);
        Assert.Equal(0, (int?)line["status"]);
        Assert.Null(line["answered_us"]);
    }

    [Fact]
    public async Task Forward_ReplicaBreaksOff_LineSaysSo()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray(), self.End);
            await Task.Delay(100, self.End);
            socket.Dispose();
        });
        await using var rig = await GatewayRig.StartAsync(_folder.Gateway(), GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        await RawClient.AskAsync(rig.Port, "GET /web/half HTTP/1.1\r\nHost: x\r\n\r\n", 5);
        var line = await _folder.LineOfAsync("/web/half");

        Assert.Equal("replica", (string?)line["aborted"]);
        Assert.Equal(200, (int?)line["status"]);
        Assert.Equal(4, (long?)line["bytes_out"]);
    }

    [Fact]
    public async Task Forward_Retried_LineCountsIt()
    {
        await using var dying = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            socket.Dispose();
        });
        await using var backend = await Backend.StartAsync(name: "b");
        await using var rig = await GatewayRig.StartAsync(_folder.Gateway(), GatewayRig.Service());
        rig.SetTargets(dying.AsTarget(), backend.AsTarget());

        await rig.GetAsync("/web/0");
        await rig.GetAsync("/web/1");
        var lines = new[] { await _folder.LineOfAsync("/web/0"), await _folder.LineOfAsync("/web/1") };

        Assert.InRange(lines.Sum(line => (int?)line["retries"] ?? 0), 1, 2);
        Assert.All(lines, line => Assert.Equal(("b", 200), ((string?)line["replica"], (int)line["status"]!)));
    }

    [Theory]
    [InlineData(7, "/web/up")]
    [InlineData(2_000, "/web/upxx")]
    public async Task Forward_Upgrade_LineComesAtItsEndWithBytesOfBothWays(int length, string start)
    {
        var target = start.PadRight(length, 'x');
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n"u8.ToArray(), self.End);
            await Recorder.ReadAsync(socket, self, 5);
            await self.SendAsync(socket, "goodbye");
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
        });
        await using var rig = await GatewayRig.StartAsync(_folder.Gateway() with { TrustForwarded = ["127.0.0.0/8"] }, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync($"GET {target} HTTP/1.1\r\nHost: x\r\nX-Request-Id: given\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        await client.SendAsync("hello");
        Assert.StartsWith("goodbye", await client.ReadAllAsync(5));
        var line = await _folder.LineOfAsync(length > 512 ? target[..512] + "..." : target);

        Assert.Equal((101, 5L, 7L), ((int)line["status"]!, (long)line["bytes_in"]!, (long)line["bytes_out"]!));
        Assert.Equal(("GET", "given", "web"), ((string?)line["method"], (string?)line["request_id"], (string?)line["service"]));
    }

    [Fact]
    public async Task Forward_CommonFormat_IsExactlyThat()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(AccessLogFormat.Common), backend);

        await RawClient.AskAsync(rig.Port, "GET /web/one HTTP/1.0\r\nHost: x\r\n\r\n", 5);
        await RawClient.AskAsync(rig.Port, "HEAD /web/two?q HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 5);
        var lines = await _folder.LinesAsync(2);

        const string Start = @"\A127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d \+0000\] ";
        Assert.Matches(Start + """
            "GET /web/one HTTP/1\.0" 200 1\z
            """, lines.Single(line => line.Contains("/one", StringComparison.Ordinal)));
        Assert.Matches(Start + """
            "HEAD /web/two\?q HTTP/1\.1" 200 -\z
            """, lines.Single(line => line.Contains("/two", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(AccessLogFormat.Json)]
    [InlineData(AccessLogFormat.Common)]
    public async Task Send_TargetsMadeToForgeLines_OneLineForEach(AccessLogFormat format)
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(format), backend);
        string[] targets = ["/web/\"evil", "/web/\\", "/web/%0d%0aevil", "/web/{\"status\":999}", "/web/\u0001", "/web/\u007f", "/web/\u00e9", "/web/" + new string('"', 2_000), "/web/\tx", "/web/\u001b[31m"];

        foreach (var target in targets)
            await RawClient.AskAsync(rig.Port, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 5);
        await rig.GetAsync("/web/last");
        await Eventually.TrueAsync(() => _folder.Lines.Any(line => line.Contains("/web/last", StringComparison.Ordinal)));

        // A target that no parser takes may go without a line; none has more than one.
        var lines = _folder.Lines;
        Assert.InRange(lines.Length, 5, targets.Length + 1);
        Assert.All(lines, line => Assert.Matches(format == AccessLogFormat.Json ? @"\A\{[^\\]*\}\z" : """\A127\.0\.0\.1 - - \[[^\]"]+\] "[^"\\]*" \d{3} (\d+|-)\z""", line));
        Assert.All(lines, line => Assert.True(line.All(letter => letter is >= ' ' and <= '~'), line));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 2_500));
        Assert.Contains(lines, line => line.Contains("/web/%22evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_FileCannotBeWritten_SaysWhichAndWhatHelps()
    {
        var log = new AccessLogSpec { Path = Path.Combine(_folder.File, "below", "a file") };
        await using var host = GatewayHost.Create(
            new GatewaySpec { Listen = new HostPort("127.0.0.1", 0), Plane = PlaneUnderTest.Value, AccessLog = log }, TimeProvider.System, new TestLog());

        var error = await Assert.ThrowsAnyAsync<IOException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(log.Path, error.Message);
        Assert.Contains("gateway.access_log", error.Message);
    }

    [Fact]
    public async Task Read_LogAsItIs_CountsItsLines()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend);
        for (var i = 0; i < 3; i++)
            await rig.GetAsync("/web");
        await _folder.LinesAsync(3);

        await Eventually.TrueAsync(() => rig.Host.Plane.ReadAccessLog() == new AccessLogReading(_folder.File, 3, 0, null));
    }

    [Fact]
    public async Task Dispose_RequestsJustServed_HaveTheirLines()
    {
        await using var backend = await Backend.StartAsync();
        await using (var rig = await GatewayRig.StartAsync(null, _folder.Gateway(), backend))
            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rig.GetAsync("/web")));

        Assert.Equal(200, _folder.Lines.Length);
    }
}
