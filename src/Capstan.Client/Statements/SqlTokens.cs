using System.Buffers;

namespace Capstan.Client;

/// <summary>
/// The tokens of an SQL text by the rules of SQLite's tokenizer (sqlite.org/src, tokenize.c), as far as they tell words, parameters and
/// punctuation from what strings, quoted names and comments hold.
/// </summary>
internal ref struct SqlTokens(ReadOnlySpan<char> sql)
{
    private static readonly SearchValues<char> TailEnds = SearchValues.Create(") \t\n\v\f\r");

    private readonly ReadOnlySpan<char> _sql = sql;
    private int _next;

    /// <summary>The token; with its quotes.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Index of its first character.</summary>
    public int Start { get; private set; }

    /// <summary>Whether it is a keyword or an unquoted name.</summary>
    public bool IsWord { get; private set; }

    /// <summary>Whether the text ended within a comment of several lines.</summary>
    public bool IsCommentOpen { get; private set; }

    /// <summary>Whether it is a semicolon.</summary>
    public readonly bool IsSemicolon => Current is ";";

    /// <summary>Whether it stands for a value.</summary>
    public readonly bool IsParameter => Current[0] is '?' || (Current.Length > 1 && Current[0] is ':' or '@' or '$' or '#');

    /// <summary>Whether it is this keyword, in whatever case.</summary>
    public readonly bool Is(string keyword) => IsWord && Current.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Goes to the next token; false at the end.</summary>
    public bool MoveNext()
    {
        while (BlankLength(_sql[_next..]) is var blank and > 0)
            _next += blank;
        if (_next == _sql.Length)
            return false;
        var rest = _sql[_next..];
        Start = _next;
        Current = rest[..Length(rest)];
        IsWord = IsNameStart(rest[0]);
        _next += Current.Length;
        return true;
    }

    private int BlankLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[0] is ' ' or '\t' or '\n' or '\f' or '\r' or '\uFEFF')
            return 1;
        if (text.StartsWith("--"))
            return Through(text, "\n", 2);
        if (!text.StartsWith("/*"))
            return 0;
        IsCommentOpen = text[2..].IndexOf("*/") < 0;
        return Through(text, "*/", 2);
    }

    private static int Length(ReadOnlySpan<char> text) => text[0] switch
    {
        '\'' or '"' or '`' => QuotedLength(text),
        '[' => Through(text, "]", 1),
        '?' => 1 + DigitsLength(text[1..]),
        '@' or '#' or ':' or '$' => ParameterLength(text),
        var first when IsName(first) => NameLength(text),
        _ => 1,
    };

    private static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] != text[0])
                continue;
            if (at + 1 == text.Length || text[at + 1] != text[0])
                return at + 1;
            at++;
        }

        return text.Length;
    }

    private static int DigitsLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    // A parameter may have a tail in parentheses, in which quotes mean nothing: $name(any'thing).
    private static int ParameterLength(ReadOnlySpan<char> text)
    {
        var at = 1;
        for (var named = 0; at < text.Length; at++)
        {
            if (IsName(text[at]))
                named++;
            else if (text[at] == '(' && named > 0)
                return TailLength(text, at);
            else if (text[at] == ':' && at + 1 < text.Length && text[at + 1] == ':')
                at++;
            else
                break;
        }

        return at;
    }

    private static int TailLength(ReadOnlySpan<char> text, int at)
    {
        var length = text[at..].IndexOfAny(TailEnds);
        if (length < 0)
            return text.Length;
        return text[at + length] == ')' ? at + length + 1 : at + length;
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var at = 1;
        while (at < text.Length && IsName(text[at]))
            at++;
        return at;
    }

    private static int Through(ReadOnlySpan<char> text, ReadOnlySpan<char> end, int start)
    {
        var found = text[start..].IndexOf(end);
        return found < 0 ? text.Length : start + found + end.Length;
    }

    private static bool IsNameStart(char value) => value >= 0x80 || char.IsAsciiLetter(value) || value == '_';

    private static bool IsName(char value) => IsNameStart(value) || char.IsAsciiDigit(value) || value == '$';
}
