using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>A result made of cells, with the width of each column.</summary>
internal sealed class Sheet
{
    /// <summary>Makes the cells.</summary>
    public Sheet(ShellRows result, bool headers)
    {
        Headings = [.. result.Columns.Select(name => SafeText.Of(name))];
        Rows = [.. result.Rows.Select(row => Array.ConvertAll(row, Cell.Of))];
        Widths = [.. Headings.Select((heading, column) => Rows.Select(row => TextWidth.Of(row[column].Text)).Append(headers ? TextWidth.Of(heading) : 1).Max())];
        IsNumeric = [.. Headings.Select((_, column) => Rows.Any(row => row[column].IsNumber) && Rows.All(row => row[column].IsNumber || row[column].IsNull))];
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Headings { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<Cell[]> Rows { get; }

    /// <summary>Columns of the terminal that each column needs.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Whether a column holds numbers alone, NULL aside.</summary>
    public IReadOnlyList<bool> IsNumeric { get; }

    /// <summary>A text cut and filled up to a width.</summary>
    public static string Fill(string text, int width, bool onTheRight)
    {
        var cut = TextWidth.Cut(text, width);
        var blank = new string(' ', Math.Max(0, width - TextWidth.Of(cut)));
        return onTheRight ? blank + cut : cut + blank;
    }
}
