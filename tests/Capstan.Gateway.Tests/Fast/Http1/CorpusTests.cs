using System.Text;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Tests.Edge;

namespace Capstan.Gateway.Tests.Fast.Http1;

/// <summary>The smuggling corpus read by the fast plane's parser alone, whole and cut at every byte.</summary>
public sealed class CorpusTests
{
    [Theory]
    [MemberData(nameof(SmugglingCorpus.All), MemberType = typeof(SmugglingCorpus))]
    public void Parse_AmbiguousRequest_IsOneRequestOrNone(Payload payload)
    {
        var (forwarded, status) = Read(Encoding.Latin1.GetBytes(payload.Bytes));

        Assert.Equal(payload.Forwarded, forwarded);
        Assert.True(forwarded > 0 || status is 400 or 404 or 405 or 414 or 431 or 505, $"{status}");
    }

    [Theory]
    [MemberData(nameof(SmugglingCorpus.All), MemberType = typeof(SmugglingCorpus))]
    public void Parse_CutAtEveryByte_SaysTheSame(Payload payload)
    {
        var bytes = Encoding.Latin1.GetBytes(payload.Bytes);
        var whole = Parsed.RequestOf(payload.Bytes);
        var step = bytes.Length > 2_000 ? 97 : 1;
        for (var cut = 0; cut < bytes.Length; cut += step)
        {
            var head = new RequestHead();
            var state = RequestParser.Parse(bytes.AsSpan(0, cut), Parsed.Limits, head);
            if (state == HeadState.Incomplete)
                state = RequestParser.Parse(bytes, Parsed.Limits, head);

            Assert.Equal((whole.State, whole.Request.Rejection, whole.Request.Length), (state, head.Rejection, head.Length));
            Assert.True(head.Fields.All.SequenceEqual(whole.Request.Fields.All));
        }
    }

    /// <summary>Counts the requests for /web that a connection carries, as far as it may be read, and tells how the last of them all ends: 0 for one that is not whole.</summary>
    private static (int Forwarded, int Status) Read(ReadOnlySpan<byte> bytes)
    {
        var head = new RequestHead();
        var status = 0;
        for (var forwarded = 0; ; head.Reset())
        {
            if (bytes.IsEmpty)
                return (forwarded, status);
            if (RequestParser.Parse(bytes, Parsed.Limits, head) != HeadState.Complete)
                return (forwarded, head.Rejection?.Status ?? 0);
            var path = RoutingPath.Read(head.TargetOf(bytes), new char[bytes.Length]);
            var isRouted = path.StartsWith("/web", StringComparison.Ordinal);
            bytes = bytes[head.Length..];
            if (head.Body == BodyKind.Length)
                bytes = bytes[(int)head.ContentLength..];
            else if (head.Body == BodyKind.Chunked && TakeChunks(ref bytes) is var end and not ChunkStep.End)
                return (forwarded, end == ChunkStep.Bad ? 400 : 0);
            status = isRouted ? 200 : 404;
            if (isRouted)
                forwarded++;
        }
    }

    private static ChunkStep TakeChunks(ref ReadOnlySpan<byte> bytes)
    {
        var reader = new ChunkReader(Parsed.Limits.HeaderBytes, padded: false);
        while (true)
        {
            var step = reader.Next(bytes, out var consumed, out _);
            bytes = bytes[consumed..];
            if (step is ChunkStep.End or ChunkStep.Bad or ChunkStep.NeedMore)
                return step;
        }
    }
}
