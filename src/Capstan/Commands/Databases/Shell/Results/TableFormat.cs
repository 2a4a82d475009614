using System.Text;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>A table with lines. Where it cannot be fitted to the terminal, rows are written one value to a line.</summary>
internal sealed class TableFormat : IResultFormat
{
    private const int LinesOfColumn = 3;

    /// <inheritdoc />
    public void Write(ShellRows result, TextWriter output, SheetPlace place)
    {
        if (result.Columns.Count == 0)
            return;
        var sheet = new Sheet(result, place.Headers);
        var room = place.Width is { } width ? width - LinesOfColumn * result.Columns.Count - 1 : int.MaxValue;
        if (ColumnFit.Of(sheet.Widths, room) is { } widths)
            Write(sheet, widths, output, place);
        else
            ResultFormats.Of(ShellMode.Line).Write(result, output, place);
    }

    private static void Write(Sheet sheet, IReadOnlyList<int> widths, TextWriter output, SheetPlace place)
    {
        output.WriteLine(Line('╭', '┬', '╮', widths, place));
        if (place.Headers)
        {
            output.WriteLine(Row(widths, place, column => Toned(Sheet.Fill(sheet.Headings[column], widths[column], sheet.IsNumeric[column]), "1", place)));
            output.WriteLine(Line('├', '┼', '┤', widths, place));
        }

        foreach (var row in sheet.Rows)
        {
            output.WriteLine(Row(widths, place, column =>
                Toned(Sheet.Fill(row[column].Text, widths[column], row[column].IsNumber || (row[column].IsNull && sheet.IsNumeric[column])), row[column].IsNull ? "2" : "", place)));
        }

        output.WriteLine(Line('╰', '┴', '╯', widths, place));
    }

    private static string Row(IReadOnlyList<int> widths, SheetPlace place, Func<int, string> cell)
    {
        var bar = Toned("│", "2", place);
        var row = new StringBuilder(bar);
        for (var column = 0; column < widths.Count; column++)
            row.Append(' ').Append(cell(column)).Append(' ').Append(bar);
        return row.ToString();
    }

    private static string Line(char left, char middle, char right, IReadOnlyList<int> widths, SheetPlace place) =>
        Toned(left + string.Join(middle, widths.Select(width => new string('─', width + 2))) + right, "2", place);

    private static string Toned(string text, string code, SheetPlace place) => place.Color && code.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
