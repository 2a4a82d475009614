using System.Text;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Sessions;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class BodyFlowTests
{
    private const string Wikipedia = "4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nX-T: 1\r\nContent-Length: 9\r\n\r\n";

    public static TheoryData<int> Cuts() => [.. Enumerable.Range(1, Wikipedia.Length)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Recode_ChunkedInPiecesOfAnySize_SaysTheSame(int size)
    {
        var flow = Begun(BodyKind.Chunked, BodyKind.Chunked, isAnswer: true);

        var result = Run(ref flow, Wikipedia + "next", size, out var left);

        Assert.True(flow.IsEnded);
        Assert.Equal(9, flow.Passed);
        Assert.StartsWith("next"[..Math.Min(4, left.Length)], left);
        Assert.Equal("Wikipedia", Decoded(result, out var trailers));
        Assert.Equal("X-T: 1\r\n", trailers);
    }

    [Fact]
    public void Recode_ChunkedOfARequest_DropsTrailers()
    {
        var flow = Begun(BodyKind.Chunked, BodyKind.Chunked, isAnswer: false);

        Assert.Equal("9\r\nWikipedia\r\n0\r\n\r\n", Run(ref flow, Wikipedia, 1000, out _));
    }

    [Fact]
    public void Recode_ChunkedToAnOldClient_IsTheBodyAlone()
    {
        var flow = Begun(BodyKind.Chunked, BodyKind.UntilClose, isAnswer: true);

        Assert.Equal("Wikipedia", Run(ref flow, Wikipedia, 7, out _));
        Assert.True(flow.IsEnded);
    }

    [Fact]
    public void Recode_UntilClose_IsChunkedAndEndsWithTheConnection()
    {
        var flow = Begun(BodyKind.UntilClose, BodyKind.Chunked, isAnswer: true);
        var text = Run(ref flow, "some more", 4, out _);
        Assert.False(flow.IsEnded);
        var room = new byte[BodyFlow.Overhead];
        var length = flow.EndWithConnection(room);

        Assert.Equal("4\r\nsome\r\n4\r\n mor\r\n1\r\ne\r\n0\r\n\r\n", text + Encoding.Latin1.GetString(room, 0, length));
        Assert.True(flow.IsEnded);
    }

    [Fact]
    public void Recode_NotChunked_IsRefused()
    {
        var flow = Begun(BodyKind.Chunked, BodyKind.Chunked, isAnswer: false);

        Assert.False(flow.Recode("0x5\r\nhello\r\n0\r\n\r\n"u8, new byte[1000], out _, out _));
    }

    [Fact]
    public void Take_OfALength_StopsAtItsEnd()
    {
        var flow = default(BodyFlow);
        flow.Begin(BodyKind.Length, 10, BodyKind.Length, 1_000, isAnswer: true);

        Assert.True(flow.IsRaw);
        Assert.Equal(7, flow.Take(7));
        flow.Pass(7);
        Assert.Equal(3, flow.Take(7));
        flow.Pass(3);
        Assert.True(flow.IsEnded);
    }

    [Fact]
    public void Recode_OfACopy_LeavesTheFlowWhereItWas()
    {
        var flow = Begun(BodyKind.Chunked, BodyKind.Chunked, isAnswer: false);
        var copy = flow;
        Run(ref copy, Wikipedia, 1000, out _);

        Assert.True(copy.IsEnded);
        Assert.False(flow.IsEnded);
        Assert.Equal("9\r\nWikipedia\r\n0\r\n\r\n", Run(ref flow, Wikipedia, 1000, out _));
    }

    private static BodyFlow Begun(BodyKind from, BodyKind to, bool isAnswer)
    {
        var flow = default(BodyFlow);
        flow.Begin(from, 0, to, 1_000, isAnswer, passesTrailers: isAnswer);
        return flow;
    }

    private static string Run(ref BodyFlow flow, string input, int size, out string left)
    {
        var bytes = Encoding.Latin1.GetBytes(input);
        var result = new StringBuilder();
        int start = 0, end = 0;
        while (end < bytes.Length && !flow.IsEnded)
        {
            end = Math.Min(bytes.Length, end + size);
            var output = new byte[end - start + BodyFlow.Overhead];
            Assert.True(flow.Recode(bytes.AsSpan(start..end), output, out var used, out var written));
            start += used;
            result.Append(Encoding.Latin1.GetString(written.Of(output)));
        }

        left = Encoding.Latin1.GetString(bytes, start, end - start);
        return result.ToString();
    }

    private static string Decoded(string chunked, out string trailers)
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = chunked.IndexOf("\r\n", StringComparison.Ordinal);
            var length = Convert.ToInt32(chunked[..line], 16);
            chunked = chunked[(line + 2)..];
            if (length == 0)
                break;
            body.Append(chunked[..length]);
            Assert.Equal("\r\n", chunked.Substring(length, 2));
            chunked = chunked[(length + 2)..];
        }

        Assert.EndsWith("\r\n", chunked);
        trailers = chunked[..^2];
        return body.ToString();
    }
}
