using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

/// <summary>What somebody sees who types: editor, layout and painter on a terminal.</summary>
public sealed class EditorScreenTests
{
    private const int Width = 20;
    private const int Height = 6;

    private readonly TypedEditor _typed = new();
    private readonly TerminalScreen _screen = new(Width, Height);
    private readonly FramePainter _painter = new();

    [Theory]
    [InlineData("SELECT 1", "db> SELECT 1", 0, 12)]
    [InlineData("SELECT\r1\e[A", "db> SELECT\n -> 1", 0, 5)]
    [InlineData("0123456789abcdef", "db> 0123456789abcdef", 1, 0)]
    [InlineData("0123456789abcdefgh\e[D\e[D\e[D", "db> 0123456789abcdef\ngh", 0, 19)]
    [InlineData("0123456789abcde日", "db> 0123456789abcde\n日", 1, 2)]
    [InlineData("日本語\e[D", "db> 日本語", 0, 8)]
    [InlineData("a\u0000b\e[200~\tc\e[201~", "db> ab    c", 0, 11)]
    public void Paint_Text_ShowsItWithItsCursor(string keys, string expected, int row, int column)
    {
        _screen.Write("before\r\n");
        Show(keys);
        Assert.Equal(["before", .. expected.Split('\n')], _screen.Rows);
        Assert.Equal((row + 1, column), (_screen.Row, _screen.Column));
    }

    [Fact]
    public void Paint_LessThanBefore_LeavesNothingOver()
    {
        Show("SELECT\rfoo\rbar");
        Show("\x15\x7f\x15\x7f");
        Assert.Equal(["db> SELECT"], _screen.Rows);
    }

    [Fact]
    public void Paint_Candidates_StandUnderTheTextUntilTheNextKey()
    {
        _typed.Words = ["alpha", "alphabet", "alpine"];
        Show("alp\t\t");
        Assert.Equal(["db> alp", "alpha     alpine", "alphabet"], _screen.Rows);
        Assert.Equal((0, 7), (_screen.Row, _screen.Column));
        Show("h");
        Assert.Equal(["db> alph"], _screen.Rows);
    }

    [Fact]
    public void Paint_TallerThanTheTerminal_ShowsWhatIsAroundTheCursor()
    {
        Show(string.Join("\r", Enumerable.Range(0, 10)));
        Assert.Equal(" -> 9", _screen.Rows[^1]);
        Show(string.Concat(Enumerable.Repeat("\e[A", 9)));
        Assert.Equal("db> 0", _screen.Rows[0]);
        Assert.Equal(0, _screen.Row);
    }

    [Fact]
    public void Leave_CursorInTheMiddle_GoesOnBelowTheText()
    {
        Show("one\rtwo\rthree\e[A\e[A");
        _screen.Write(_painter.Leave() + "next");
        Assert.Equal(["db> one", " -> two", " -> three", "next"], _screen.Rows);
    }

    [Fact]
    public void Paint_AnyKeys_ShowsExactlyWhatIsEdited()
    {
        string[] keys = ["a", "b ", "日", "é", "e\u0301", "🙂", "\r", "\x7f", "\e[D", "\e[C", "\e[A", "\e[B", "\x01", "\x05", "\x17", "\x0b", "\x19", "\eb", "0123456789", "\t", "\e[3~"];
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (typed, screen, painter) = (new TypedEditor { Words = ["alpha", "alphabet"] }, new TerminalScreen(Width, 40), new FramePainter());
            for (var i = 0; i < 60; i++)
            {
                typed.Type(keys[random.Next(keys.Length)]);
                var frame = Frame(typed);
                screen.Write(painter.Paint(frame, 40));
                var expected = frame.Rows.Select(row => row.TrimEnd()).Reverse().SkipWhile(row => row.Length == 0).Reverse().ToList();
                Assert.Equal(expected.Count == 0 ? [""] : expected, screen.Rows);
                Assert.Equal((frame.CursorRow, frame.CursorColumn), (screen.Row, screen.Column));
            }
        }
    }

    private void Show(string keys)
    {
        _typed.Type(keys);
        _screen.Write(_painter.Paint(Frame(_typed), Height));
    }

    private static EditorFrame Frame(TypedEditor typed) => EditorLayout.Of(
        "db> ", " -> ", typed.Editor.Buffer.Text, typed.Editor.Buffer.Cursor, CandidateRows.Of(typed.Editor.Candidates, Width, Height / 2), Width);
}
