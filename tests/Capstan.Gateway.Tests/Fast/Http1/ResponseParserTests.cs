using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class ResponseParserTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "Get", "200 Length 5 keep")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "Get", "200 None 0 keep")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "Head", "200 None 0 keep")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "Head", "200 None 0 keep")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "Head", "200 None 0 keep")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", "Get", "200 Chunked 0 keep")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "Get", "200 UntilClose 0 close")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n", "Get", "200 UntilClose 0 close")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", "Get", "200 Length 5 close")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n", "Get", "200 Length 5 keep")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: Close\r\n\r\n", "Get", "200 Length 5 close")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "Get", "204 None 0 keep")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "Get", "204 None 0 keep")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "Get", "304 None 0 keep")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "Post", "100 None 0 keep")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "Get", "103 None 0 keep")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", "Get", "101 None 0 keep")]
    [InlineData("HTTP/1.1 999 \r\nX_Y: 1\r\nContent-Length: 0\r\n\r\n", "Get", "999 None 0 keep")]
    [InlineData("HTTP/1.1 200\nContent-Length: 1\n\n", "Get", "200 Length 1 keep")]
    public void Parse_GoodAnswer_TellsFramingAndConnection(string text, string asked, string expected)
    {
        var parsed = Parsed.AnswerOf(text + "rest", Enum.Parse<MethodKind>(asked));
        var head = parsed.Answer;

        Assert.Equal(HeadState.Complete, parsed.State);
        Assert.Equal(expected, $"{head.Status} {head.Body} {head.ContentLength} {(head.KeepAlive ? "keep" : "close")}");
        Assert.Equal(text.Length, head.Length);
        Assert.Equal(head.Status is 100 or 103, head.IsInterim);
    }

    [Theory]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("ICY 200 OK\r\n\r\n")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\rK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX : y\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\rz\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: a,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: a\r\nUpgrade: a\r\n\r\n")]
    public void Parse_BadAnswer_IsRejectedWithItsFault(string text)
    {
        var parsed = Parsed.AnswerOf(text);

        Assert.Equal(HeadState.Rejected, parsed.State);
        Assert.StartsWith("it", parsed.Answer.Fault!.Replace("a line of its", "its"));
    }

    [Fact]
    public void Parse_HeadWithoutEnd_IsBounded()
    {
        Assert.Equal(HeadState.Incomplete, Parsed.AnswerOf("HTTP/1.1 200 ".PadRight(8_191, 'a')).State);
        Assert.Equal(HeadState.Rejected, Parsed.AnswerOf("HTTP/1.1 200 ".PadRight(8_192, 'a')).State);
        Assert.Equal(HeadState.Incomplete, Parsed.AnswerOf("HTTP/1.1 200 OK\r\n" + "X: ".PadRight(65_535, 'a')).State);
        Assert.Equal(HeadState.Rejected, Parsed.AnswerOf("HTTP/1.1 200 OK\r\n" + "X: ".PadRight(65_536, 'a')).State);
    }

    [Theory]
    [InlineData(8_192, 65_536, 1_000, "Complete")]
    [InlineData(8_193, 65_536, 1_000, "Rejected")]
    [InlineData(8_192, 65_537, 1_000, "Rejected")]
    [InlineData(8_192, 65_536, 1_001, "Rejected")]
    public void Parse_AtEachLimit_AcceptedAndOneMoreRejected(int lineBytes, int fieldBytes, int fields, string expected)
    {
        var line = "HTTP/1.1 200 ".PadRight(lineBytes - 2, 'a') + "\r\n";
        var others = string.Concat(Enumerable.Repeat("X: y\r\n", fields - 1));
        var last = "X: ".PadRight(fieldBytes - others.Length - 4, 'a') + "\r\n\r\n";

        Assert.Equal(expected, Parsed.AnswerOf(line + others + last).State.ToString());
    }

    [Fact]
    public void Reset_BetweenInterimAndFinal_TellsTheFinalOne()
    {
        var bytes = "HTTP/1.1 100 Continue\r\nConnection: close\r\nDate: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8;
        var head = new ResponseHead();
        Assert.Equal(HeadState.Complete, ResponseParser.Parse(bytes, HeadLimits.Answers, MethodKind.Post, head));
        bytes = bytes[head.Length..];
        head.Reset();

        Assert.Equal(HeadState.Complete, ResponseParser.Parse(bytes, HeadLimits.Answers, MethodKind.Post, head));
        Assert.Equal((200, 2L, true, false, 1), (head.Status, head.ContentLength, head.KeepAlive, head.HasDate, head.Fields.Count));
    }
}
