namespace Capstan.Database.Applying;

/// <summary>
/// The tokens of an SQL text by the rules of SQLite's own tokenizer (sqlite.org/src, tokenize.c), as far as they tell words from
/// everything else: a word inside a string, quoted name, comment or parameter is none.
/// </summary>
/// <param name="sql">UTF-8.</param>
internal ref struct SqlTokens(ReadOnlySpan<byte> sql)
{
    private ReadOnlySpan<byte> _rest = sql;

    /// <summary>The token; with its quotes.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether it is a keyword or an unquoted name.</summary>
    public bool IsWord { get; private set; }

    /// <summary>Whether it is this keyword, in whatever case.</summary>
    /// <param name="keyword">In upper case.</param>
    public readonly bool Is(ReadOnlySpan<byte> keyword) => IsWord && System.Text.Ascii.EqualsIgnoreCase(Current, keyword);

    /// <summary>Goes to the next token; false at the end.</summary>
    public bool MoveNext()
    {
        while (BlankLength(_rest) is var blank and > 0)
            _rest = _rest[blank..];
        if (_rest.IsEmpty)
            return false;
        var length = Length(_rest);
        IsWord = IsNameByte(_rest[0]) && !char.IsAsciiDigit((char)_rest[0]) && _rest[0] != (byte)'$';
        Current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private static int BlankLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[0] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r')
            return 1;
        if (text.StartsWith("--"u8))
            return Through(text, "\n"u8, 2);
        if (text.StartsWith("/*"u8) && text.Length > 2)
            return Through(text, "*/"u8, 2);
        return text.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private static int Length(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\'' or (byte)'"' or (byte)'`' => QuotedLength(text),
        (byte)'[' => Through(text, "]"u8, 1),
        (byte)'@' or (byte)'#' or (byte)':' or (byte)'$' => ParameterLength(text),
        var first when IsNameByte(first) => NameLength(text, 1),
        _ => 1,
    };

    private static int QuotedLength(ReadOnlySpan<byte> text)
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

    // A parameter may have a tail in parentheses, in which quotes mean nothing: $name(any'thing).
    private static int ParameterLength(ReadOnlySpan<byte> text)
    {
        var at = 1;
        for (var named = 0; at < text.Length; at++)
        {
            if (IsNameByte(text[at]))
                named++;
            else if (text[at] == (byte)'(' && named > 0)
                return TailLength(text, at);
            else if (text[at] == (byte)':' && at + 1 < text.Length && text[at + 1] == (byte)':')
                at++;
            else
                break;
        }

        return at;
    }

    private static int TailLength(ReadOnlySpan<byte> text, int at)
    {
        for (at++; at < text.Length && text[at] is not ((byte)')' or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'\r'); at++)
        {
        }

        return at < text.Length && text[at] == (byte)')' ? at + 1 : at;
    }

    private static int NameLength(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsNameByte(text[at]))
            at++;
        return at;
    }

    private static int Through(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end, int start)
    {
        var found = text[start..].IndexOf(end);
        return found < 0 ? text.Length : start + found + end.Length;
    }

    private static bool IsNameByte(byte value) => value >= 0x80 || char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'$';
}
