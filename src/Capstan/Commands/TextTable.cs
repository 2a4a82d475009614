using System.Text;
using Spectre.Console;

namespace Capstan.Commands;

/// <summary>A table: with lines and colours for a terminal, aligned by spaces for everything else.</summary>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes it.</summary>
    public void Write(CliConsole console)
    {
        if (console.IsTerminal)
            WriteFramed(console);
        else
            console.Out.Write(Plain());
    }

    /// <summary>Aligned by spaces, two between columns, headings in capitals.</summary>
    public string Plain()
    {
        var widths = columns.Select((heading, i) => _rows.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend([.. columns.Select(heading => heading.ToUpperInvariant())]))
            text.Append(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    // Only a terminal pays for loading the library that draws.
    private void WriteFramed(CliConsole console)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in columns)
            table.AddColumn(new TableColumn(Markup.Escape(heading)));
        foreach (var row in _rows)
            table.AddRow(row.Select(cell => new Text(cell, Style(cell))));
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = console.UseColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = console.UseColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(console.Out),
        });
        terminal.Profile.Width = console.Size().Width;
        terminal.Write(table);
    }

    private static Style Style(string cell) => cell switch
    {
        "ready" => new Style(Color.Green),
        "failed" => new Style(Color.Red),
        "starting" or "warming" or "draining" or "silent" => new Style(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };
}
