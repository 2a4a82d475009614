using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class ResponseWriterTests
{
    private const string Now = "Sun, 06 Nov 1994 08:49:37 GMT";
    private const string Date = "Date: " + Now + "\r\n";

    [Fact]
    public void Write_Answer_IsUnchangedButForOneHopFields() => Assert.Equal(
        "HTTP/1.1 299 Quite Fine\r\nDate: x\r\nServer: mine/1\r\nSet-Cookie: a=1; Path=/, x\r\nSet-Cookie: b=2\r\nX-Text: caf\u00e9\r\nContent-Length: 2\r\n\r\n",
        Write("HTTP/1.1 299 Quite Fine\r\nDate: x\r\nServer: mine/1\r\nSet-Cookie: a=1; Path=/, x\r\nSet-Cookie: b=2\r\nX-Text: caf\u00e9\r\n"
            + "Connection: X-Hop, Content-Length\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n"));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 1, true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + Date)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 1, true, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + Date)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 1, false, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n" + Date)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", 0, true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n" + Date)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 1, true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + Date)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 0, false, "HTTP/1.1 200 OK\r\nConnection: close\r\n" + Date)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 1, true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + Date)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 0, false, "HTTP/1.1 200 OK\r\nConnection: close\r\n" + Date)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 1, true, "HTTP/1.1 204 No Content\r\n" + Date)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", 1, true, "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n" + Date)]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\n", 1, true, "HTTP/1.1 200 \r\nContent-Length: 1\r\n" + Date)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </s>\r\nContent-Length: 3\r\n\r\n", 1, true, "HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n")]
    [InlineData("HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: ws\r\nSec: 1\r\n\r\n", 1, true, "HTTP/1.1 101 Go\r\nSec: 1\r\nConnection: Upgrade\r\nUpgrade: ws\r\n")]
    public void Write_ForClient_FramesForItsVersion(string answer, int minor, bool keepAlive, string expected) =>
        Assert.Equal(expected + "\r\n", Write(answer, MethodKind.Get, minor, keepAlive));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n" + Date)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\n" + Date)]
    public void Write_AnswerToHead_KeepsLengthAndHasNoFraming(string answer, string expected) =>
        Assert.Equal(expected + "\r\n", Write(answer, MethodKind.Head, 1, true));

    [Fact]
    public void Write_TooLittleRoom_SaysSoWhateverTheSize()
    {
        var parsed = Parsed.AnswerOf("HTTP/1.1 200 OK\r\nA:  1\r\nB: 2\r\n\r\n");
        var whole = Write(parsed, 1, false).Length;

        for (var size = 0; size < whole; size++)
            Assert.Equal(-1, ResponseWriter.Write(new byte[size], parsed.Bytes, parsed.Answer, new ClientSide(1, false), "Sun, 06 Nov 1994 08:49:37 GMT"u8));
    }

    private static string Write(string answer, MethodKind asked = MethodKind.Get, int minor = 1, bool keepAlive = true)
    {
        var parsed = Parsed.AnswerOf(answer, asked);
        Assert.Equal(HeadState.Complete, parsed.State);
        return Write(parsed, minor, keepAlive);
    }

    private static string Write(Parsed parsed, int minor, bool keepAlive)
    {
        var output = new byte[4_096];
        var length = ResponseWriter.Write(
            output, parsed.Bytes, parsed.Answer, new ClientSide(minor, keepAlive), System.Text.Encoding.ASCII.GetBytes(Now));
        return Parsed.Text(output.AsSpan(0, length));
    }
}
