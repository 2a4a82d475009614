using System.Text;

namespace Capstan.Screens;

/// <summary>One line of a screen, built from left to right.</summary>
internal sealed class ScreenLine
{
    private readonly List<(string Text, Tone Tone)> _pieces = [];

    /// <summary>Characters so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds text. What replicas and files say may hold control characters: they never reach the terminal.</summary>
    public ScreenLine Add(string text, Tone tone = Tone.Plain)
    {
        var safe = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        _pieces.Add((safe, tone));
        Length += safe.Length;
        return this;
    }

    /// <summary>Adds text and fills up to a width, two spaces at least.</summary>
    public ScreenLine Cell(string text, int width, Tone tone = Tone.Plain) => Add(text, tone).Add(new string(' ', Math.Max(2, width - text.Length)));

    /// <summary>The line without colours, cut at a width.</summary>
    public string Plain(int width) => Render(width, color: false);

    /// <summary>The line with the terminal's colours, cut at a width.</summary>
    public string Colored(int width) => Render(width, color: true);

    private string Render(int width, bool color)
    {
        var text = new StringBuilder();
        var left = width;
        foreach (var (piece, tone) in _pieces)
        {
            if (left <= 0)
                break;
            var isLast = Length > width && piece.Length >= left;
            var shown = isLast ? string.Concat(piece.AsSpan(0, left - 1), "…") : piece;
            left -= shown.Length;
            var code = color ? Code(tone) : "";
            text.Append(code).Append(shown);
            if (code.Length > 0)
                text.Append("\e[0m");
        }

        return color ? text.ToString() : text.ToString().TrimEnd();
    }

    private static string Code(Tone tone) => tone switch
    {
        Tone.Dim => "\e[2m",
        Tone.Strong => "\e[1m",
        Tone.Good => "\e[32m",
        Tone.Warn => "\e[33m",
        Tone.Bad => "\e[31m",
        _ => "",
    };
}
