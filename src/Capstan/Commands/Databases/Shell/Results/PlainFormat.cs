namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>Columns aligned by spaces, two between them, nothing cut.</summary>
internal sealed class PlainFormat : IResultFormat
{
    private const string Gap = "  ";

    /// <inheritdoc />
    public void Write(ShellRows result, TextWriter output, SheetPlace place)
    {
        if (result.Columns.Count == 0)
            return;
        var sheet = new Sheet(result, place.Headers);
        if (place.Headers)
        {
            output.WriteLine(string.Join(Gap, sheet.Headings.Select((heading, i) => Sheet.Fill(heading, sheet.Widths[i], sheet.IsNumeric[i]))).TrimEnd());
            output.WriteLine(string.Join(Gap, sheet.Widths.Select(width => new string('-', width))));
        }

        foreach (var row in sheet.Rows)
            output.WriteLine(string.Join(Gap, row.Select((cell, i) => Sheet.Fill(cell.Text, sheet.Widths[i], cell.IsNumber || (cell.IsNull && sheet.IsNumeric[i])))).TrimEnd());
    }
}
