using System.Text;

namespace Capstan.Terminals;

/// <summary>Text that came from elsewhere, made harmless for a terminal: what is in a database must not move cursors or change titles.</summary>
internal static class SafeText
{
    private const char Picture = '\u2400';
    private const char DeletePicture = '\u2421';

    /// <summary>The text with pictures of control characters in their place, and without those that turn the direction of writing.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="keepLines">Whether line ends and tabs stay.</param>
    public static string Of(string text, bool keepLines = false)
    {
        if (!text.Any(letter => IsHarmful(letter)))
            return text;
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
            safe.Append(keepLines && letter is '\n' or '\t' ? letter : Shown(letter));
        return safe.ToString();
    }

    private static bool IsHarmful(char letter) => char.IsControl(letter) || IsTurn(letter);

    private static char Shown(char letter) => letter switch
    {
        < ' ' => (char)(Picture + letter),
        '\x7f' => DeletePicture,
        _ => IsHarmful(letter) ? '\ufffd' : letter,
    };

    private static bool IsTurn(char letter) => letter is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f';
}
