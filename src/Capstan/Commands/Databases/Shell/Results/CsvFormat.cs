using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>
/// Comma-separated values (RFC 4180 with <c>\n</c> at the end of lines), names first. NULL is an empty field, an empty text is
/// <c>""</c>; bytes are written as <c>x'0a0b'</c>.
/// </summary>
internal sealed class CsvFormat : IResultFormat
{
    /// <inheritdoc />
    public void Write(ShellRows result, TextWriter output, SheetPlace place)
    {
        if (result.Columns.Count == 0)
            return;
        if (place.Headers)
            output.Write(Record(result.Columns, place));
        foreach (var row in result.Rows)
            output.Write(Record(row, place));
    }

    private static string Record(IEnumerable<object?> values, SheetPlace place) => string.Join(',', values.Select(value => Field(value, place))) + "\n";

    private static string Field(object? value, SheetPlace place) => value switch
    {
        null => "",
        "" => "\"\"",
        string text => Quoted(place.IsTerminal ? SafeText.Of(text, keepLines: true) : text),
        byte[] bytes => Cell.Hex(bytes),
        _ => Cell.Number(value),
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text[0] == ' ' || text[^1] == ' ' ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
