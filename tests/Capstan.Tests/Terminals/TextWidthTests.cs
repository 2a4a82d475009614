using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

public sealed class TextWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本語", 6)]
    [InlineData("한글", 4)]
    [InlineData("ｱ", 1)]
    [InlineData("🙂", 2)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("🇫🇷", 2)]
    [InlineData("→…│", 3)]
    public void Of_CountsColumns(string text, int expected) => Assert.Equal(expected, TextWidth.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    public void Cut_NeverHalvesACharacter(string text, int columns, string expected) => Assert.Equal(expected, TextWidth.Cut(text, columns));

    [Fact]
    public void SafeText_NothingReachesTheTerminal()
    {
        Assert.Equal("a␛]0;title␇b", SafeText.Of("a\e]0;title\ab"));
        Assert.Equal("a␊b␡", SafeText.Of("a\nb\x7f"));
        Assert.Equal("a\nb\tc␛", SafeText.Of("a\nb\tc\e", keepLines: true));
        Assert.Equal("ab\ufffd\ufffd", SafeText.Of("ab\u202e\u009b"));
    }
}
