using System.Net;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class RequestWriterTests
{
    private const string Id = "X-Request-Id: 00000000000000ab0000000000000007\r\n";
    private static readonly ClientOrigin Stranger = Origin("10.1.2.3");
    private static readonly ClientOrigin Friend = Origin("127.0.0.1");

    [Fact]
    public void Write_PlainRequest_KeepsFieldsInOrderAndAddsItsOrigin() => Assert.Equal(
        "GET /a?b HTTP/1.1\r\nHost: shop:99\r\nAccept: */*\r\nCookie: a=1; b=2\r\nX-Bytes: caf\u00e9\r\n"
        + "X-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 8080\r\nX-Forwarded-Host: shop:99\r\n"
        + "Forwarded: for=10.1.2.3;host=\"shop:99\";proto=http\r\n" + Id + "\r\n",
        Write("GET /a?b HTTP/1.1\r\nHost: shop:99\r\nAccept: */*\r\nCookie: a=1; b=2\r\nX-Bytes: caf\u00e9\r\n\r\n"));

    [Fact]
    public void Write_FieldsOfOneConnection_AreLeftOut()
    {
        var head = Write(string.Join("\r\n",
            "GET / HTTP/1.1", "Host: x", "Connection: X-Mine, Authorization, close", "X-Mine: 1", "X-Kept: 1", "Authorization: Bearer t", "Keep-Alive: 5",
            "TE: gzip", "Trailer: a", "Upgrade: h2c", "Proxy-Authorization: p", "Proxy-Connection: p", "Proxy: p", "HTTP2-Settings: s",
            "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Prefix: /evil", "Forwarded: for=6.6.6.6", "X-Request-Id: 666", "Expect: 100-continue", "", ""));

        Assert.StartsWith("GET / HTTP/1.1\r\nHost: x\r\nX-Kept: 1\r\nAuthorization: Bearer t\r\nX-Forwarded-For: 10.1.2.3\r\n", head);
        Assert.DoesNotContain("666", head.Replace("\r\nX-Forwarded-", ""));
        foreach (var gone in new[] { "X-Mine:", "Keep-Alive", "TE:", "Trailer", "Upgrade", "Proxy-", "Proxy:", "HTTP2", "evil", "6.6.6.6", "Connection", "Expect" })
            Assert.DoesNotContain(gone, head);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 05\r\n\r\n", "Content-Length: 5\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\n\r\n", "Content-Length: 0\r\n")]
    [InlineData("POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\n\r\n", "Content-Length: 5\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED\r\n\r\n", "Transfer-Encoding: chunked\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nConnection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding: chunked\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "Connection: Upgrade\r\nUpgrade: websocket\r\n")]
    public void Write_Framing_IsWrittenAnew(string request, string expected)
    {
        var head = Write(request);

        Assert.EndsWith(Id + expected + "\r\n", head);
        Assert.False(head.Contains("Content-Length") && head.Contains("Transfer-Encoding"));
    }

    [Fact]
    public void Write_ExpectContinueWithABody_IsPassedOn() =>
        Assert.Contains("\r\nExpect: 100-continue\r\n", Write("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"));

    [Fact]
    public void Write_NoHost_SaysTheTargets()
    {
        var head = Write("GET / HTTP/1.0\r\n\r\n");

        Assert.StartsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:7000\r\nX-Forwarded-For: 10.1.2.3\r\n", head);
        Assert.DoesNotContain("X-Forwarded-Host", head);
        Assert.Contains("\r\nForwarded: for=10.1.2.3;proto=http\r\n", head);
    }

    [Fact]
    public void Write_LinesInUnusualShape_AreWrittenInTheUsualOne() =>
        Assert.StartsWith("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\nB: 2\r\nC: \r\nD: 3\r\nE: 4\r\nF: 5\r\nX-Forwarded-For: ",
            Write("GET / HTTP/1.1\nHost:x\nA:1\r\nB:  2 \r\nC:\r\nD: 3\nE: 4\r\nF: 5\r\n\r\n"));

    [Fact]
    public void Write_TrustedClient_IsContinued()
    {
        var head = Write(string.Join("\r\n", "GET / HTTP/1.1", "Host: x", "X-Request-Id: mine", "X-Forwarded-For: 7.7.7.7", "X-Forwarded-For: 8.8.8.8",
            "X-Forwarded-Proto: https", "X-Forwarded-Other: 1", "Forwarded: for=7.7.7.7;proto=https", "", ""), Friend);

        Assert.Equal(
            "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nX-Forwarded-For: 7.7.7.7, 8.8.8.8, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Port: 8080\r\nX-Forwarded-Host: x\r\nForwarded: for=7.7.7.7;proto=https, for=127.0.0.1;host=\"x\";proto=http\r\n\r\n", head);
    }

    [Fact]
    public void Write_TrustedClientWithoutWords_IsToldLikeAnyOther() => Assert.Contains(
        "\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 8080\r\nX-Forwarded-Host: x\r\n"
        + "Forwarded: for=127.0.0.1;host=\"x\";proto=http\r\n" + Id,
        Write("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For:\r\nX-Request-Id:\r\n\r\n", Friend));

    [Fact]
    public void Write_SixthVersionAddress_IsQuotedInForwarded()
    {
        var head = Write("GET / HTTP/1.0\r\n\r\n", Origin("2001:db8::1"));

        Assert.Contains("\r\nX-Forwarded-For: 2001:db8::1\r\n", head);
        Assert.Contains("\r\nForwarded: for=\"[2001:db8::1]\";proto=http\r\n", head);
    }

    [Theory]
    [InlineData(false, "Content-Length: 5\r\n")]
    [InlineData(false, "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n")]
    [InlineData(false, "Connection: Upgrade, C\r\nC: 1\r\nUpgrade: websocket\r\n")]
    [InlineData(true, "X-Request-Id: mine\r\nX-Forwarded-For: 7.7.7.7\r\nX-Forwarded-Proto: https\r\nForwarded: for=7.7.7.7\r\n")]
    [InlineData(true, "X-Forwarded-For: 7.7.7.7\r\nTransfer-Encoding: chunked\r\n")]
    public void Write_TooLittleRoom_SaysSoWhateverTheSize(bool isTrusted, string fields)
    {
        var origin = isTrusted ? Friend : Stranger;
        var parsed = Parsed.RequestOf($"POST /a HTTP/1.1\r\nHost:  x\r\nA: 1\r\nB:2\r\n{fields}\r\n");
        var whole = Write(parsed, origin, 1_000).Length;

        Assert.EndsWith("\r\n\r\n", Write(parsed, origin, 1_000));
        for (var size = 0; size < whole; size++)
            Assert.Equal(-1, RequestWriter.Write(new byte[size], parsed.Bytes, parsed.Request, origin, new RequestId(0xab, 7), "127.0.0.1:7000"u8));
        Assert.Equal(whole, Write(parsed, origin, whole).Length);
    }

    [Fact]
    public void NotSent_EveryNameOfTheRules_IsKnown() => Assert.All(HeaderRules.NotSentNames, name =>
        Assert.True(FieldNames.IsNotSent(FieldNames.KindOf(System.Text.Encoding.ASCII.GetBytes(name.ToUpperInvariant())))));

    private static string Write(string request, ClientOrigin? origin = null)
    {
        var parsed = Parsed.RequestOf(request);
        Assert.Equal(HeadState.Complete, parsed.State);
        return Write(parsed, origin ?? Stranger, 4_096);
    }

    private static string Write(Parsed parsed, ClientOrigin origin, int room)
    {
        var output = new byte[room];
        var length = RequestWriter.Write(output, parsed.Bytes, parsed.Request, origin, new RequestId(0xab, 7), "127.0.0.1:7000"u8);
        return Parsed.Text(output.AsSpan(0, length));
    }

    private static ClientOrigin Origin(string address) => new(new Peer(IPAddress.Parse(address), 8080, new TrustedNetworks(["127.0.0.0/8"])));
}
