using System.Text;

namespace Capstan.Bench.Reports;

/// <summary>A table in Markdown; all columns but the first are figures and stand to the right.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var text = new StringBuilder().Append("| ").AppendJoin(" | ", columns).Append(" |\n|---|");
        for (var i = 1; i < columns.Length; i++)
            text.Append("---:|");
        foreach (var row in _rows)
            text.Append("\n| ").AppendJoin(" | ", row).Append(" |");
        return text.ToString();
    }
}
