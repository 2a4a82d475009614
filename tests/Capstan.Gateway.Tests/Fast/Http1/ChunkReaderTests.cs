using System.Text;
using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class ChunkReaderTests
{
    private const int Trailers = 64;

    [Theory]
    [InlineData("0\r\n\r\n", "End")]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello End")]
    [InlineData("5;name=value\r\nhello\r\n000;x\r\n\r\n", "hello End")]
    [InlineData("5;a=\"b;\tc\u00e9\"\r\nhello\r\n0\r\n\r\n", "hello End")]
    [InlineData("0000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello End")]
    [InlineData("a\r\n0123456789\r\nA\r\n\r\n\r\n\r\n\r\n\r\n\r\n0\r\n\r\n", "0123456789\r\n\r\n\r\n\r\n\r\n End")]
    [InlineData("1\r\nx\r\n0\r\nX-Trailer: 1\r\nContent-Length: 99\r\n\r\n", "x [X-Trailer: 1] [Content-Length: 99] End")]
    [InlineData("7fffffffffffffff\r\nx", "x NeedMore")]
    [InlineData("8000000000000000\r\nx", "Bad")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nx", "Bad")]
    [InlineData("\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5 ;a\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5;a=\nb\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5;a=\rb\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5;a=\0\r\nhello\r\n0\r\n\r\n", "Bad")]
    [InlineData("5\r\nhello0\r\n\r\n", "hello Bad")]
    [InlineData("5\r\nhello\n0\r\n\r\n", "hello Bad")]
    [InlineData("5\r\nhelloXX\r\n0\r\n\r\n", "hello Bad")]
    [InlineData("0\r\nX: 1\n\r\n", "Bad")]
    [InlineData("0\r\n\n", "Bad")]
    [InlineData("0\r\nX\r\n\r\n", "Bad")]
    [InlineData("0\r\nX : y\r\n\r\n", "Bad")]
    [InlineData("0\r\nX: a\r\n b\r\n\r\n", "[X: a] Bad")]
    [InlineData("0\r\nX: a\rb\r\n\r\n", "Bad")]
    public void Next_Body_IsReadInAnyPieces(string text, string expected)
    {
        Assert.Equal(expected, Read(text, text.Length, padded: false));
        for (var piece = 1; piece < text.Length; piece++)
            Assert.Equal(expected, Read(text, piece, padded: false));
    }

    [Theory]
    [InlineData("5  \r\nhello\r\n0   \r\n\r\n", "hello End")]
    [InlineData("5 \t;a=b\r\nhello\r\n0\r\n\r\n", "hello End")]
    [InlineData("5 x\r\nhello\r\n0\r\n\r\n", "Bad")]
    public void Next_PaddedSizes_AreReadOnlyWhereAllowed(string text, string expected) => Assert.Equal(expected, Read(text, text.Length, padded: true));

    [Theory]
    [InlineData(ChunkReader.LongestSizeLine, "NeedMore")]
    [InlineData(ChunkReader.LongestSizeLine + 1, "Bad")]
    public void Next_SizeLine_IsBounded(int length, string expected)
    {
        var line = "5;" + new string('a', length - 4) + "\r\n";

        Assert.Equal(expected, Read(line, line.Length, padded: false));
    }

    [Theory]
    [InlineData(1, 5, 10_000, "End")]
    [InlineData(1, 14, 10_000, "End")]
    [InlineData(400, 400, 1_000, "End")]
    [InlineData(1, 1_000, 15, "End")]
    [InlineData(1, 1_000, 40, "Bad")]
    [InlineData(1, 40, 10_000, "Bad")]
    public void Next_SizeLinesFarLongerThanTheirData_AreBoundedTogether(int data, int line, int chunks, string expected)
    {
        var size = $"{data:x};".PadRight(line - 2, 'e') + "\r\n";
        var body = string.Concat(Enumerable.Repeat(size + new string('d', data) + "\r\n", chunks));

        Assert.EndsWith(expected, Read(body + "0\r\n\r\n", 10_000, padded: false));
    }

    [Theory]
    [InlineData(Trailers, "End")]
    [InlineData(Trailers + 1, "Bad")]
    public void Next_Trailers_AreBoundedTogether(int length, string expected) =>
        Assert.EndsWith(expected, Read("0\r\nA: 1\r\nX: " + new string('a', length - 13) + "\r\n\r\n", 10_000, padded: false));

    [Fact]
    public void WriteSize_OfAnyLength_IsReadAgain()
    {
        foreach (var size in new[] { 1, 9, 10, 15, 16, 255, 4_096, 65_535, int.MaxValue })
        {
            var output = new byte[ChunkFrame.LongestSize];
            Assert.Equal($"{size:x}\r\n", Parsed.Text(output.AsSpan(0, ChunkFrame.WriteSize(output, size))));
        }
    }

    [Theory]
    [InlineData("X-Sum: 1", "X-Sum: 1\r\n")]
    [InlineData("Content-Length: 1", "")]
    [InlineData("Transfer-Encoding: chunked", "")]
    [InlineData("connection: close", "")]
    [InlineData("Host: x", "")]
    [InlineData("set-cookie: a=b", "")]
    [InlineData("Content-Type: text/html", "")]
    [InlineData("Cache-Control: no-store", "")]
    [InlineData("WWW-Authenticate: Basic", "")]
    [InlineData("Location: /x", "")]
    [InlineData("ETag: \"x\"", "ETag: \"x\"\r\n")]
    [InlineData("Content-Digest: x", "Content-Digest: x\r\n")]
    public void WriteTrailer_OnlyWhatMayBePassedOn(string line, string expected)
    {
        var output = new byte[100];

        Assert.Equal(expected, Parsed.Text(output.AsSpan(0, ChunkFrame.WriteTrailer(output, Encoding.ASCII.GetBytes(line)))));
    }

    /// <summary>Reads a body that comes in pieces of a size; data that follows data is one.</summary>
    private static string Read(string text, int piece, bool padded)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var reader = new ChunkReader(Trailers, padded);
        var data = new StringBuilder();
        var found = new List<string>();
        int start = 0, end = 0;
        while (true)
        {
            var step = reader.Next(bytes.AsSpan(start, end - start), out var consumed, out var slice);
            var part = Parsed.Text(slice.Of(bytes.AsSpan(start, end - start)));
            start += consumed;
            if (step == ChunkStep.Data)
            {
                data.Append(part);
                continue;
            }

            if (step == ChunkStep.NeedMore && end < bytes.Length)
            {
                end = Math.Min(bytes.Length, end + piece);
                continue;
            }

            if (data.Length > 0)
                found.Add(data.ToString());
            data.Clear();
            found.Add(step == ChunkStep.Trailer ? $"[{part}]" : step.ToString());
            if (step != ChunkStep.Trailer)
                return string.Join(' ', found);
        }
    }
}
