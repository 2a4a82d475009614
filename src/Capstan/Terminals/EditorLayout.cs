using System.Globalization;
using System.Text;

namespace Capstan.Terminals;

/// <summary>Lays an edited text out in rows of a terminal: prompts before its lines, long lines folded, wide characters never halved.</summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class EditorLayout(int width)
{
    private const string TabShown = "    ";

    private readonly List<string> _rows = [];
    private readonly StringBuilder _row = new();
    private int _column;
    private (int Row, int Column)? _cursor;

    /// <summary>Lays out.</summary>
    /// <param name="prompt">Before the first line.</param>
    /// <param name="continuation">Before each further one.</param>
    /// <param name="text">The text.</param>
    /// <param name="cursor">Place of the cursor in it.</param>
    /// <param name="below">Rows to show under the text.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static EditorFrame Of(string prompt, string continuation, string text, int cursor, IEnumerable<string> below, int width)
    {
        var layout = new EditorLayout(Math.Max(width, 2));
        layout.Add(prompt);
        layout.Write(text, cursor, continuation);
        var (row, column) = layout._cursor!.Value;
        return new EditorFrame([.. layout._rows, layout._row.ToString(), .. below.Select(line => TextWidth.Cut(line, width))], row, column);
    }

    private void Write(string text, int cursor, string continuation)
    {
        var at = 0;
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            if (text[at] == '\n')
            {
                Mark(at == cursor);
                NewRow();
                Add(continuation);
            }
            else
            {
                var shown = text[at] == '\t' ? TabShown : SafeText.Of(text.Substring(at, length));
                if (_column + Math.Min(TextWidth.Of(shown), width) > width)
                    NewRow();
                Mark(at == cursor);
                Add(shown);
            }

            at += length;
        }

        // Behind the last character of a full row the cursor would stand outside.
        if (_column >= width)
            NewRow();
        Mark(at == cursor);
    }

    private void Add(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            var columns = TextWidth.OfElement(text.AsSpan(at, length));
            if (_column + columns > width)
                NewRow();
            _row.Append(text, at, length);
            _column += columns;
            at += length;
        }
    }

    private void Mark(bool isHere)
    {
        if (isHere)
            _cursor = (_rows.Count, Math.Min(_column, width - 1));
    }

    private void NewRow()
    {
        _rows.Add(_row.ToString());
        _row.Clear();
        _column = 0;
    }
}
