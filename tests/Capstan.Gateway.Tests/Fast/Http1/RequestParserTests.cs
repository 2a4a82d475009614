using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class RequestParserTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "Get None 0 keep")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "Get None 0 close")]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "Get None 0 keep")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close, keep-alive\r\n\r\n", "Get None 0 close")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: x\r\nConnection: ,CLOSE ,\r\n\r\n", "Get None 0 close")]
    [InlineData("HEAD / HTTP/1.1\r\nHost:\r\n\r\n", "Head None 0 keep")]
    [InlineData("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "Put None 0 keep")]
    [InlineData("POST / HTTP/1.1\r\nhost: x\r\ncontent-LENGTH: \t007 \r\n\r\n", "Post Length 7 keep")]
    [InlineData("PATCH / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:chunked\r\n\r\n", "Patch Chunked 0 keep")]
    [InlineData("DELETE / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED \t\r\n\r\n", "Delete Chunked 0 keep")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "Options None 0 keep")]
    [InlineData("QUERY / HTTP/1.1\r\nHost: x\r\n\r\n", "Other None 0 keep")]
    [InlineData("M-SEARCH_1 / HTTP/1.1\r\nHost: x\r\n\r\n", "Other None 0 keep")]
    [InlineData("\r\n\n\r\nGET / HTTP/1.1\nHost: x\n\n", "Get None 0 keep")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775799\r\n\r\n", "Post Length 9223372036854775799 keep")]
    public void Parse_GoodRequest_TellsFramingAndConnection(string text, string expected)
    {
        var parsed = Parsed.RequestOf(text + "rest");
        var head = parsed.Request;

        Assert.Equal(HeadState.Complete, parsed.State);
        Assert.Equal(expected, $"{head.Kind} {head.Body} {head.ContentLength} {(head.KeepAlive ? "keep" : "close")}");
        Assert.Equal(text.Length, head.Length);
        Assert.Null(head.Rejection);
    }

    [Theory]
    [InlineData("GET /", 400)]
    [InlineData("GET  / HTTP/1.1", 400)]
    [InlineData("GET / HTTP/1.1 ", 400)]
    [InlineData(" GET / HTTP/1.1", 400)]
    [InlineData("GET\t/ HTTP/1.1", 400)]
    [InlineData("G(T / HTTP/1.1", 400)]
    [InlineData("GET /a\u0001 HTTP/1.1", 400)]
    [InlineData("GET /\u00e9 HTTP/1.1", 400)]
    [InlineData("GET /a\u007f HTTP/1.1", 400)]
    [InlineData("GET /a\tb HTTP/1.1", 400)]
    [InlineData("GET /a\rb HTTP/1.1", 400)]
    [InlineData("GET /a b HTTP/1.1", 400)]
    [InlineData("GET /a%00 HTTP/1.1", 400)]
    [InlineData("GET / HTTP/1.2", 505)]
    [InlineData("GET / HTTP/2.0", 505)]
    [InlineData("GET / HTTP/11", 400)]
    [InlineData("GET / http/1.1", 400)]
    [InlineData("GET / HTTP/1.1\r", 400)]
    [InlineData("\rGET / HTTP/1.1", 400)]
    [InlineData("GET a/b HTTP/1.1", 400)]
    [InlineData("GET * HTTP/1.1", 400)]
    [InlineData("GET x:80 HTTP/1.1", 400)]
    [InlineData("GET http:xxx?://x/web HTTP/1.1", 400)]
    [InlineData("GET http:/x://x/web HTTP/1.1", 400)]
    [InlineData("OPTIONS *x://x/web HTTP/1.1", 400)]
    [InlineData("OPTIONS ** HTTP/1.1", 400)]
    [InlineData("GET /#a HTTP/1.1", 400)]
    [InlineData("GET ftp://x/ HTTP/1.1", 400)]
    [InlineData("GET http:///x HTTP/1.1", 400)]
    [InlineData("GET http://u@x/ HTTP/1.1", 400)]
    [InlineData("GET http://y/ HTTP/1.1", 400)]
    [InlineData("GET https://x:80/ HTTP/1.1", 400)]
    [InlineData("CONNECT x:80 HTTP/1.1", 405)]
    [InlineData("connect x:80 HTTP/1.1", 405)]
    [InlineData("TRACE / HTTP/1.1", 405)]
    public void Parse_BadRequestLine_RejectedWithStatus(string line, int status) => Rejected($"{line}\r\nHost: x\r\n\r\n", status);

    [Theory]
    [InlineData("X\r\n", 400)]
    [InlineData(": x\r\n", 400)]
    [InlineData("X : y\r\n", 400)]
    [InlineData("X\t: y\r\n", 400)]
    [InlineData("X@: y\r\n", 400)]
    [InlineData("X_Y: y\r\n", 400)]
    [InlineData(" X: y\r\n", 400)]
    [InlineData("X: y\r\n z\r\n", 400)]
    [InlineData("X: y\r\n\tz\r\n", 400)]
    [InlineData("X: y\0\r\n", 400)]
    [InlineData("X: y\rz\r\n", 400)]
    [InlineData("X: y\r\r\n", 400)]
    [InlineData("X: \u007f\r\n", 400)]
    [InlineData("X: \u001b\r\n", 400)]
    [InlineData("Host: x\r\n", 400)]
    [InlineData("Content-Length:\r\n", 400)]
    [InlineData("Content-Length: +5\r\n", 400)]
    [InlineData("Content-Length: -5\r\n", 400)]
    [InlineData("Content-Length: 5,5\r\n", 400)]
    [InlineData("Content-Length: 5 5\r\n", 400)]
    [InlineData("Content-Length: 0x5\r\n", 400)]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", 400)]
    [InlineData("Content-Length: 9223372036854775808\r\n", 400)]
    [InlineData("Content-Length: 99999999999999999999\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400)]
    [InlineData("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding:\r\n", 400)]
    [InlineData("Transfer-Encoding: identity\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked;q=1\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Connection: a,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\nConnection: b\r\n", 400)]
    [InlineData("Expect: 200-ok\r\n", 417)]
    [InlineData("Expect: 100-continue\r\nExpect: 100-continue\r\n", 417)]
    public void Parse_BadField_RejectedWithStatus(string fields, int status) => Rejected($"GET / HTTP/1.1\r\nHost: x\r\n{fields}\r\n", status);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\n\r\n")]
    [InlineData("PUT / HTTP/1.0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: \u00e9\r\n\r\n")]
    public void Parse_NoClearHostOrFraming_Rejected(string text) => Rejected(text, 400);

    [Theory]
    [InlineData("/a/../web/./x?y=/../z", "/web/x?y=/../z")]
    [InlineData("http://x/a/%2e%2e/b", "/b")]
    [InlineData("http://X:80?q", "/?q")]
    [InlineData("https://x:443", "/")]
    [InlineData("/plain?", "/plain?")]
    [InlineData("//double//", "//double//")]
    public void Parse_Target_IsPathAndQueryWithoutDots(string raw, string expected)
    {
        var parsed = Parsed.RequestOf($"GET {raw} HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(HeadState.Complete, parsed.State);
        Assert.Equal(expected, parsed.Target);
        Assert.Equal(raw, parsed.Text(parsed.Request.RawTarget));
    }

    [Theory]
    [InlineData("shop.example:99", "shop.example")]
    [InlineData("[2001:db8::1]:99", "[2001:db8::1]")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void Parse_Host_IsSplitFromItsPort(string host, string name)
    {
        var parsed = Parsed.RequestOf($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

        Assert.Equal(host, parsed.Text(parsed.Request.Host));
        Assert.Equal(name, parsed.Text(parsed.Request.HostName));
    }

    [Fact]
    public void Parse_OldAbsoluteFormWithoutHost_TakesTheAuthority() =>
        Assert.Equal("h:1", Parsed.RequestOf("GET http://h:1/ HTTP/1.0\r\n\r\n") is var parsed ? parsed.Text(parsed.Request.Host) : null);

    [Theory]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n", true)]
    [InlineData("GET", "Connection: keep-alive, upgrade\r\nUpgrade: x\r\n", true)]
    [InlineData("GET", "Connection: Upgrade\r\n", false)]
    [InlineData("GET", "Upgrade: websocket\r\n", false)]
    [InlineData("GET", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n", false)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: x, H2C\r\n", false)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: ,h2c\r\n", false)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: ,\r\n", false)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: x, yh2\r\n", true)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: a\r\nUpgrade: b\r\n", false)]
    [InlineData("POST", "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n", false)]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n", false, "1.0")]
    public void Parse_Upgrade_OnlyOfAWholeOffer(string method, string fields, bool expected, string version = "1.1")
    {
        var parsed = Parsed.RequestOf($"{method} / HTTP/{version}\r\nHost: x\r\n{fields}\r\n");

        Assert.Equal(HeadState.Complete, parsed.State);
        Assert.Equal(expected, parsed.Request.IsUpgrade);
    }

    [Fact]
    public void Parse_AsManyConnectionOptionsAsThereMayBe_AllCount()
    {
        var parsed = Parsed.RequestOf($"GET / HTTP/1.1\r\nHost: x\r\nConnection: {new string(',', 29)}A\r\nConnection: close, B\r\n\r\n");

        Assert.Equal((HeadState.Complete, false), (parsed.State, parsed.Request.KeepAlive));
        Assert.True(parsed.Request.IsNominated(parsed.Bytes, "a"u8) && parsed.Request.IsNominated(parsed.Bytes, "b"u8));
        Assert.False(parsed.Request.IsNominated(parsed.Bytes, "close"u8));
    }

    [Theory]
    [InlineData("1.1", "Expect: 100-Continue\r\nContent-Length: 1\r\n", true)]
    [InlineData("1.1", "Expect: 100-continue\r\n", false)]
    [InlineData("1.0", "Expect: 100-continue\r\nContent-Length: 1\r\n", false)]
    [InlineData("1.0", "Expect: anything\r\nContent-Length: 1\r\n", false)]
    public void Parse_Expect_OnlyWithABodyAndNotInOldRequests(string version, string fields, bool expected) =>
        Assert.Equal(expected, Parsed.RequestOf($"PATCH / HTTP/{version}\r\nHost: x\r\n{fields}\r\n").Request.ExpectsContinue);

    [Fact]
    public void Parse_AtEachLimit_AcceptedAndOneMoreRejected()
    {
        const string Line = "GET /0123 HTTP/1.1\r\n";
        const string Fields = "Host: x\r\nX: 1\r\n\r\n";
        var fit = new HeadLimits(Line.Length, Fields.Length, 2);

        Assert.Equal(HeadState.Complete, Parsed.RequestOf(Line + Fields, fit).State);
        Assert.Same(Rejections.LongLine, Parsed.RequestOf(Line + Fields, fit with { RequestLine = Line.Length - 1 }).Request.Rejection);
        Assert.Same(Rejections.LongLine, Parsed.RequestOf("\n" + Line + Fields, fit).Request.Rejection);
        Assert.Same(Rejections.LargeHeaders, Parsed.RequestOf(Line + Fields, fit with { HeaderBytes = Fields.Length - 1 }).Request.Rejection);
        Assert.Same(Rejections.ManyHeaders, Parsed.RequestOf(Line + Fields, fit with { Headers = 1 }).Request.Rejection);
        Assert.Same(Rejections.LongLine, Parsed.RequestOf(new string('a', Line.Length), fit).Request.Rejection);
        Assert.Equal(HeadState.Incomplete, Parsed.RequestOf(new string('a', Line.Length - 1), fit).State);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Parse_HostOfALength_RejectedWhenNoNameIsThatLong(int length, bool isTaken)
    {
        var parsed = Parsed.RequestOf($"GET / HTTP/1.1\r\nHost: {new string('h', length)}:00080\r\n\r\n");

        Assert.Same(isTaken ? null : Rejections.BadHost, parsed.Request.Rejection);
        Assert.Same(Rejections.BadHost, Parsed.RequestOf("GET / HTTP/1.1\r\nHost: h:000080\r\n\r\n").Request.Rejection);
    }

    [Fact]
    public void Reset_UsedAgain_TellsNothingOfTheLastRequest()
    {
        var first = Parsed.RequestOf("POST /a/../b HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade, Z\r\nUpgrade: y\r\nTE: trailers\r\nX-Request-Id: 1\r\n"
            + "X-Forwarded-For: 1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        var head = first.Request;
        Assert.Equal(HeadState.Complete, first.State);
        Assert.True(head.TakesTrailers);

        head.Reset();
        var bytes = "GET /c HTTP/1.0\r\n\r\n"u8;
        Assert.Equal(HeadState.Complete, RequestParser.Parse(bytes, Parsed.Limits, head));

        Assert.Equal("/c", Parsed.Text(head.TargetOf(bytes)));
        Assert.Equal((BodyKind.None, 0, 0, ConnectionOptions.None), (head.Body, head.ContentLength, head.Fields.Count, head.Options));
        Assert.False(head.TakesTrailers || head.ExpectsContinue || head.IsUpgrade || head.KeepAlive);
        Assert.True(head.Host.IsEmpty && head.HostName.IsEmpty && head.GivenId.IsEmpty && head.ForwardedFor.IsEmpty && head.Upgrade.IsEmpty);
    }

    [Fact]
    public void Reset_AfterALongTargetThatWasResolved_KeepsTheRoomThatUsualOnesTake()
    {
        var head = Parsed.RequestOf($"GET /a/../{new string('b', 2_000)} HTTP/1.1\r\nHost: x\r\n\r\n").Request;
        Assert.InRange(head.Room(1).Length, 2_000, int.MaxValue);

        head.Reset();

        Assert.InRange(head.Room(1).Length, 1, 1_024);
    }

    [Theory]
    [InlineData("X-Request-Id: one\r\n", "one")]
    [InlineData("X-Request-Id: one\r\nX-Request-Id: two\r\n", "")]
    [InlineData("X-Request-Id: one\r\nX-Request-Id: two\r\nX-Request-Id: three\r\n", "")]
    public void Parse_GivenIds_OnlyALoneOneNamesTheRequest(string fields, string expected)
    {
        var parsed = Parsed.RequestOf($"GET / HTTP/1.1\r\nHost: x\r\n{fields}\r\n");

        Assert.Equal(expected, parsed.Text(parsed.Request.GivenId));
    }

    private static void Rejected(string text, int status)
    {
        var parsed = Parsed.RequestOf(text);

        Assert.Equal(HeadState.Rejected, parsed.State);
        Assert.Equal(status, parsed.Request.Rejection!.Status);
    }
}
