using System.Text;
using Capstan.Containers.Processes.Logs;

namespace Capstan.Containers.Tests.Processes;

public sealed class LineCutterTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b|")]
    [InlineData("\n\n", "||")]
    [InlineData("no end", "no end|")]
    [InlineData("12345678\n", "12345678|")]
    [InlineData("123456789\n", "12345678+9|")]
    [InlineData("12345678901234567\n", "12345678+90123456+7|")]
    [InlineData("1234567äx\n", "1234567+äx|")]
    [InlineData("", "")]
    public void Feed_InAnyPieces_GivesTheSameLines(string input, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            var result = new StringBuilder();
            var cutter = new LineCutter(8);
            void Take(ReadOnlySpan<byte> line, bool isCut) => result.Append(Encoding.UTF8.GetString(line)).Append(isCut ? '+' : '|');
            for (var at = 0; at < bytes.Length; at += size)
                cutter.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)), Take);
            cutter.Finish(Take);
            Assert.Equal(expected, result.ToString());
        }
    }
}
