using System.Text;
using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

/// <summary>An editor at which somebody types, as bytes that a terminal sends.</summary>
internal sealed class TypedEditor : ICompleter
{
    private readonly KeyReader _keys = new();

    public TypedEditor() => Editor = new LineEditor(History, this, text => text.EndsWith(';'));

    public History History { get; } = new();

    public LineEditor Editor { get; private set; }

    public string[] Words { get; set; } = [];

    public List<string> Entered { get; } = [];

    /// <summary>The text with a bar where the cursor stands.</summary>
    public string Shown => Editor.Buffer.Text.Insert(Editor.Buffer.Cursor, "|");

    public EditorStep Type(string sent)
    {
        var step = EditorStep.Show;
        foreach (var key in _keys.Read(Encoding.UTF8.GetBytes(sent)))
        {
            step = Editor.Press(key);
            if (step != EditorStep.Enter)
                continue;
            Entered.Add(Editor.Buffer.Text);
            History.Add(Editor.Buffer.Text);
            Editor.Begin();
        }

        return step;
    }

    public Completion Complete(string text, int cursor)
    {
        var start = text.LastIndexOf(' ', Math.Max(0, cursor - 1)) + 1;
        return new Completion(start, [.. Words.Where(word => word.StartsWith(text[start..cursor], StringComparison.OrdinalIgnoreCase))]);
    }
}
