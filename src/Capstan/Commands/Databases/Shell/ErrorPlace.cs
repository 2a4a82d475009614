using System.Text.RegularExpressions;
using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell;

/// <summary>
/// Finds the place in a statement that an error of SQLite speaks of: the word it names. Where that word stands more than once nobody can
/// tell which is meant, and nothing is shown.
/// </summary>
internal static partial class ErrorPlace
{
    private const string Margin = "  ";
    private const int Longest = 100;

    /// <summary>The line of the statement with a caret under the word; none when it is not known.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> statements, string message)
    {
        if (Word(message) is not { } word)
            return [];
        var places = statements.SelectMany(sql => Places(sql, word).Select(at => (Sql: sql, At: at))).Take(2).ToList();
        return places is [var (only, place)] ? Lines(only, place) : [];
    }

    private static IEnumerable<string> Lines(string sql, int at)
    {
        var start = at == 0 ? 0 : sql.LastIndexOf('\n', at - 1) + 1;
        var end = sql.IndexOf('\n', at) is var next and >= 0 ? next : sql.Length;
        // Of a very long line what is around the place.
        if (at - start > Longest)
            start = at - Longest;
        if (end - start > 2 * Longest)
            end = start + 2 * Longest;
        var line = SafeText.Of(sql[start..end]);
        return [Margin + line, Margin + new string(' ', TextWidth.Of(SafeText.Of(sql[start..at]))) + "^"];
    }

    private static IEnumerable<int> Places(string sql, string word)
    {
        var isName = char.IsLetterOrDigit(word[0]) || word[0] == '_';
        for (var at = sql.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = sql.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!isName || (!IsOfName(sql, at - 1) && !IsOfName(sql, at + word.Length)))
                yield return at;
        }
    }

    private static bool IsOfName(string sql, int at) => at >= 0 && at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_');

    private static string? Word(string message) => Pattern().Match(message) is { Success: true } match && match.Groups["word"].Value is { Length: > 0 } word ? word : null;

    [GeneratedRegex(
        """near "(?<word>[^"]+)": syntax error|no such (table|column|function|index|view|trigger|collation sequence): (?<word>[^\s]+?)\.?(\s|$)|unrecognized token: "(?<word>[^"]+)"|ambiguous column name: (?<word>[^\s]+)|wrong number of arguments to function (?<word>[^\s(]+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
