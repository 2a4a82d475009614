using System.Text;
using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

public sealed class KeyReaderTests
{
    public static TheoryData<string, string> Sequences => new()
    {
        { "a", "Text 'a'" },
        { "é日🙂", "Text 'é日🙂'" },
        { "\r", "Enter" },
        { "\n", "Enter" },
        { "\t", "Tab" },
        { "\x7f\b", "Backspace, Backspace" },
        { "\x01\x05\x12", "Control 'a', Control 'e', Control 'r'" },
        { "\e[A\e[B\e[C\e[D", "Up, Down, Right, Left" },
        { "\eOA\eOB\eOC\eOD\eOH\eOF", "Up, Down, Right, Left, Home, End" },
        { "\e[H\e[F\e[1~\e[4~\e[7~\e[8~\e[3~", "Home, End, Home, End, Home, End, Delete" },
        { "\e[1;5C\e[1;5D\e[1;3C\e[3;5~", "Ctrl-Right, Ctrl-Left, Alt-Right, Ctrl-Delete" },
        { "\eb\ef\e\x7f\e\r", "Alt-Text 'b', Alt-Text 'f', Alt-Backspace, Alt-Enter" },
        { "\e[Z", "BackTab" },
        { "\e[15~\e[<0;1;1M", "Other, Enter" },
        { "x\e[200~SELECT 1;\r\nSELECT\t2\x1b[31m;\e[201~y", "Text 'x', Paste 'SELECT 1;\nSELECT\t2[31m;', Text 'y'" },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Read_InAnyPieces_GivesTheSameKeys(string sent, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        Assert.Equal(expected, Shown(new KeyReader().Read(bytes)));
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var keys = new KeyReader();
            Assert.Equal(expected, Shown([.. keys.Read(bytes.AsSpan(0, cut)), .. keys.Read(bytes.AsSpan(cut))]));
            Assert.False(keys.IsWaiting);
        }
    }

    [Fact]
    public void Flush_EscapeAlone_IsTheEscapeKey()
    {
        var keys = new KeyReader();
        Assert.Empty(keys.Read("\e"u8));
        Assert.True(keys.IsWaiting);
        Assert.Equal("Escape", Shown(keys.Flush()));
        Assert.False(keys.IsWaiting);
    }

    [Fact]
    public void Flush_InThePauseOfAPaste_WaitsForItsEnd()
    {
        var keys = new KeyReader();
        Assert.Empty(keys.Read("\e[200~DROP"u8));
        Assert.Empty(keys.Flush());
        Assert.Equal("Paste 'DROP'", Shown(keys.Read("\e[201~"u8)));
    }

    private static string Shown(IReadOnlyList<Key> keys)
    {
        // Text that came in two pieces is two keys, which is one text all the same.
        var merged = new List<Key>();
        foreach (var key in keys)
        {
            if (key is { Code: KeyCode.Text, Alt: false } && merged is [.., { Code: KeyCode.Text, Alt: false } last])
                merged[^1] = last with { Text = last.Text + key.Text };
            else
                merged.Add(key);
        }

        return string.Join(", ", merged.Select(key => $"{(key.Ctrl ? "Ctrl-" : "")}{(key.Alt ? "Alt-" : "")}{key.Code}{(key.Text.Length > 0 ? $" '{key.Text}'" : "")}"));
    }
}
