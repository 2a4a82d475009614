using System.Globalization;
using System.Text;
using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

/// <summary>What a terminal shows after the bytes that were written to it: enough of ECMA-48 for what an editor writes, anything else fails.</summary>
internal sealed class TerminalScreen(int width, int height)
{
    private readonly List<List<string>> _rows = [[]];
    private int _top;

    public int Row { get; private set; }

    public int Column { get; private set; }

    public int Beeps { get; private set; }

    /// <summary>The rows from the first to the last that has something, those scrolled away included.</summary>
    public IReadOnlyList<string> Rows
    {
        get
        {
            var rows = _rows.Select(row => string.Concat(row).TrimEnd()).ToList();
            while (rows.Count > 1 && rows[^1].Length == 0)
                rows.RemoveAt(rows.Count - 1);
            return rows;
        }
    }

    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                at = Sequence(text, at);
                continue;
            }

            var length = char.IsControl(text[at]) ? 1 : StringInfo.GetNextTextElementLength(text.AsSpan(at));
            Put(text.Substring(at, length));
            at += length;
        }
    }

    private void Put(string element)
    {
        switch (element)
        {
            case "\r":
                Column = 0;
                return;
            case "\n":
                Down();
                return;
            case "\a":
                Beeps++;
                return;
            default:
                break;
        }

        var columns = TextWidth.OfElement(element);
        if (Column + columns > width)
        {
            Column = 0;
            Down();
        }

        var row = _rows[_top + Row];
        while (row.Count < Column + columns)
            row.Add(" ");
        row[Column] = element;
        for (var i = 1; i < columns; i++)
            row[Column + i] = "";
        Column += columns;
    }

    private void Down()
    {
        if (Row < height - 1)
            Row++;
        else
            _top++;
        while (_rows.Count <= _top + Row)
            _rows.Add([]);
    }

    private int Sequence(string text, int at)
    {
        var end = at + 2;
        while (text[end] is >= ' ' and <= '?')
            end++;
        var parameter = text[(at + 2)..end];
        var number = int.TryParse(parameter, out var given) ? given : 1;
        switch (text[end])
        {
            case 'A':
                Row = Math.Max(0, Row - number);
                break;
            case 'B':
                Row = Math.Min(height - 1, Row + number);
                break;
            case 'C':
                Column = Math.Min(width - 1, Column + number);
                break;
            case 'K' when parameter.Length == 0:
                Cut(_rows[_top + Row], Column);
                break;
            case 'J' when parameter.Length == 0:
                Cut(_rows[_top + Row], Column);
                _rows.RemoveRange(_top + Row + 1, _rows.Count - _top - Row - 1);
                break;
            case 'J' when parameter == "2":
                _rows.Clear();
                _rows.Add([]);
                _top = 0;
                break;
            case 'H' when parameter.Length == 0:
                (Row, Column) = (0, 0);
                break;
            case 'h' or 'l' or 'm':
                break;
            default:
                throw new NotSupportedException(new StringBuilder("Not known here: ESC").Append(text, at + 1, end - at).ToString());
        }

        return end + 1;
    }

    private static void Cut(List<string> row, int column)
    {
        if (row.Count > column)
            row.RemoveRange(column, row.Count - column);
    }
}
