using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>One line for each value, <c>name = value</c>, an empty line between rows. Nothing is left out; texts keep their lines.</summary>
internal sealed class LineFormat : IResultFormat
{
    /// <inheritdoc />
    public void Write(ShellRows result, TextWriter output, SheetPlace place)
    {
        if (result.Columns.Count == 0)
            return;
        var names = result.Columns.Select(name => SafeText.Of(name)).ToList();
        var widest = names.Max(name => TextWidth.Of(name));
        for (var i = 0; i < result.Rows.Count; i++)
        {
            if (i > 0)
                output.WriteLine();
            for (var column = 0; column < names.Count; column++)
            {
                var name = place.Headers ? Sheet.Fill(names[column], widest, onTheRight: true) + " = " : "";
                output.WriteLine(name + Shown(result.Rows[i][column], new string(' ', name.Length)));
            }
        }
    }

    private static string Shown(object? value, string margin) => value switch
    {
        byte[] bytes => Cell.Hex(bytes),
        string text when text.Contains('\n') => SafeText.Of(text, keepLines: true).Replace("\n", "\n" + margin),
        _ => Cell.Of(value).Text,
    };
}
