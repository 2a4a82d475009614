using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>What was typed or read, as statements and dot commands.</summary>
internal static class ShellText
{
    /// <summary>Whether Enter ends it: nothing at all, a dot command, or whole statements.</summary>
    public static bool IsComplete(string text) =>
        string.IsNullOrWhiteSpace(text) || IsDot(text) || SqlText.IsComplete(text);

    /// <summary>Whether it is a dot command.</summary>
    public static bool IsDot(string text) => text.AsSpan().TrimStart() is ['.', ..] trimmed && !trimmed.TrimEnd().Contains('\n');

    /// <summary>Its parts.</summary>
    /// <param name="text">Whole statements, or one dot command.</param>
    /// <param name="placeOf">Tells the place of a part from the number of line ends before it; null for what was typed.</param>
    public static IReadOnlyList<ShellPart> Parts(string text, Func<int, string>? placeOf = null)
    {
        if (IsDot(text))
            return [new ShellPart(text.Trim(), SqlKind.Blank, placeOf?.Invoke(0))];
        var (line, counted) = (0, 0);
        var parts = new List<ShellPart>();
        foreach (var part in SqlText.Split(text))
        {
            line += text.AsSpan(counted, part.Start - counted).Count('\n');
            counted = part.Start;
            parts.Add(new ShellPart(part.Text, part.Kind, placeOf?.Invoke(line), part.IsComplete));
        }

        return parts;
    }
}
