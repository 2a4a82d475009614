using System.Text;

namespace Capstan.Terminals;

/// <summary>Paints frames one over the other where the cursor stands, below whatever the terminal shows already. Gives text to write; writes nothing.</summary>
internal sealed class FramePainter
{
    private int _rows;
    private int _cursorRow;

    /// <summary>Escape sequences that turn the last frame into this one, for one write.</summary>
    public string Paint(EditorFrame frame, int height)
    {
        var shown = frame.Fit(height);
        var text = new StringBuilder();
        Up(text, Math.Min(_cursorRow, height - 1));
        text.Append('\r');
        for (var i = 0; i < shown.Rows.Count; i++)
            text.Append("\e[K").Append(shown.Rows[i]).Append(i < shown.Rows.Count - 1 ? "\r\n" : "");
        if (_rows > shown.Rows.Count)
            text.Append("\r\n\e[J\e[A");
        Up(text, shown.Rows.Count - 1 - shown.CursorRow);
        text.Append('\r');
        if (shown.CursorColumn > 0)
            text.Append("\e[").Append(shown.CursorColumn).Append('C');
        (_rows, _cursorRow) = (shown.Rows.Count, shown.CursorRow);
        return text.ToString();
    }

    /// <summary>Leaves the last frame where it is and goes to the line below it.</summary>
    public string Leave()
    {
        var text = new StringBuilder();
        if (_rows - 1 - _cursorRow is var down and > 0)
            text.Append("\e[").Append(down).Append('B');
        text.Append("\r\n");
        (_rows, _cursorRow) = (0, 0);
        return text.ToString();
    }

    /// <summary>Clears the whole screen.</summary>
    public string Clear()
    {
        (_rows, _cursorRow) = (0, 0);
        return "\e[H\e[2J";
    }

    private static void Up(StringBuilder text, int rows)
    {
        if (rows > 0)
            text.Append("\e[").Append(rows).Append('A');
    }
}
