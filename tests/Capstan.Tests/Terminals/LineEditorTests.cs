using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

public sealed class LineEditorTests
{
    private readonly TypedEditor _typed = new();

    [Theory]
    [InlineData("abc\e[D\e[DX", "aX|bc")]
    [InlineData("abc\x01X\x05Y", "XabcY|")]
    [InlineData("abc\eOHX\eOFY", "XabcY|")]
    [InlineData("one two three\e[1;5D\e[1;5D", "one |two three")]
    [InlineData("one two\x01\e[1;5C", "one| two")]
    [InlineData("one two\x01\ef\ed", "one|")]
    [InlineData("one two\x17", "one |")]
    [InlineData("t.column\e\x7f", "t.|")]
    [InlineData("one two\x15", "|")]
    [InlineData("one two\eb\x0b", "one |")]
    [InlineData("one two\eb\x0b\x19\x19", "one twotwo|")]
    [InlineData("abc\x7f", "ab|")]
    [InlineData("abc\x01\e[3~\x04", "|c")]
    [InlineData("日本\x7f", "日|")]
    [InlineData("a🧑‍🚀b\e[D\x7f", "a|b")]
    [InlineData("e\u0301x\e[D\e[DX", "X|e\u0301x")]
    [InlineData("one\rtwo\e[A", "one|\ntwo")]
    [InlineData("one\rtwo more\e[A\x01\e[B", "one\n|two more")]
    [InlineData("a\rlonger\e[AX\e[B", "aX\nlo|nger")]
    [InlineData("one\e\rtwo;\x01", "one\n|two;")]
    [InlineData("one\r\x7f", "one|")]
    public void Keys_OfReadline_DoWhatTheyDoThere(string keys, string expected)
    {
        _typed.Type(keys);
        Assert.Equal(expected, _typed.Shown);
    }

    [Fact]
    public void Enter_TextIsNotComplete_BeginsALineOfIt()
    {
        Assert.Equal(EditorStep.Show, _typed.Type("SELECT 1\r"));
        Assert.Equal(EditorStep.Enter, _typed.Type("+ 2;\r"));
        Assert.Equal(["SELECT 1\n+ 2;"], _typed.Entered);
    }

    [Fact]
    public void Paste_SeveralLines_EntersNothingByItself()
    {
        _typed.Type("\e[200~DELETE FROM a;\nDELETE FROM b;\n\e[201~");
        Assert.Empty(_typed.Entered);
        Assert.Equal("DELETE FROM a;\nDELETE FROM b;\n|", _typed.Shown);
    }

    [Fact]
    public void Recall_GoesThroughTheHistoryAndBackToWhatWasBegun()
    {
        _typed.Type("one;\rtwo\rlines;\rthree;\rbegun");
        Assert.Equal(EditorStep.Show, _typed.Type("\e[A"));
        Assert.Equal("three;|", _typed.Shown);
        _typed.Type("\e[A");
        Assert.Equal("two\nlines;|", _typed.Shown);
        _typed.Type("\e[A\e[A");
        Assert.Equal("one;|", _typed.Shown);
        Assert.Equal(EditorStep.Refuse, _typed.Type("\e[A"));
        _typed.Type("\x0e\x0e\x0e");
        Assert.Equal("begun|", _typed.Shown);
        Assert.Equal(EditorStep.Refuse, _typed.Type("\e[B"));
    }

    [Fact]
    public void Search_FindsOlderAndOlder_AndEditsWhatItFound()
    {
        _typed.Type("SELECT a;\rSELECT b;\rINSERT c;\rsel\x12SELECT");
        Assert.Equal("SELECT b;", _typed.Editor.Search!.Match);
        _typed.Type("\x12");
        Assert.Equal("SELECT a;", _typed.Editor.Search.Match);
        Assert.Equal(EditorStep.Refuse, _typed.Type("\x12"));
        Assert.True(_typed.Editor.Search.HasFailed);
        _typed.Type("\e[D!");
        Assert.Equal("SELECT a!|;", _typed.Shown);
        Assert.Null(_typed.Editor.Search);
    }

    [Fact]
    public void Search_GivenUp_LeavesWhatWasTyped()
    {
        _typed.Type("SELECT a;\rbegun\x12sel\x07");
        Assert.Equal("begun|", _typed.Shown);
    }

    [Fact]
    public void Search_Enter_EntersWhatItFound()
    {
        _typed.Type("SELECT a;\rSELECT b;\r\x12" + "a\r");
        Assert.Equal("SELECT a;", _typed.Entered[^1]);
    }

    [Fact]
    public void Tab_OneCandidate_PutsItInPlace()
    {
        _typed.Words = ["users", "rides"];
        Assert.Equal(EditorStep.Show, _typed.Type("FROM US\t"));
        Assert.Equal("FROM users|", _typed.Shown);
    }

    [Fact]
    public void Tab_SeveralCandidates_AddsWhatTheyShareAndListsThemAtTheSecond()
    {
        _typed.Words = ["user_id", "user_name", "other"];
        Assert.Equal(EditorStep.Show, _typed.Type("u\t"));
        Assert.Equal("user_|", _typed.Shown);
        Assert.Equal(EditorStep.Refuse, _typed.Type("\t"));
        Assert.Empty(_typed.Editor.Candidates);
        Assert.Equal(EditorStep.Show, _typed.Type("\t"));
        Assert.Equal(["user_id", "user_name"], _typed.Editor.Candidates);
        _typed.Type("i");
        Assert.Empty(_typed.Editor.Candidates);
    }

    [Fact]
    public void Tab_AtTheBeginningOfAFurtherLine_Indents()
    {
        _typed.Words = ["users"];
        _typed.Type("SELECT\r\t");
        Assert.Equal("SELECT\n  |", _typed.Shown);
    }

    [Fact]
    public void ControlKeys_EndDropAndClear()
    {
        Assert.Equal(EditorStep.End, _typed.Type("\x04"));
        Assert.Equal(EditorStep.Drop, _typed.Type("abc\x03"));
        Assert.Equal(EditorStep.Clear, _typed.Type("\x0c"));
        Assert.Equal(EditorStep.Refuse, _typed.Type("\x04"));
    }
}
