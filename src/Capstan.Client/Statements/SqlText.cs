namespace Capstan.Client;

/// <summary>
/// The little that a client must know of SQL's grammar, by the rules of SQLite's own tokenizer and of its <c>sqlite3_complete</c>: strings,
/// quoted names, comments and the bodies of triggers hide what is in them.
/// </summary>
public static class SqlText
{
    /// <summary>What the first statement of a text is.</summary>
    public static SqlKind Classify(ReadOnlySpan<char> sql)
    {
        var tokens = new SqlTokens(sql);
        while (tokens.MoveNext())
        {
            if (!tokens.IsSemicolon)
                return SqlKinds.OfRest(ref tokens);
        }

        return SqlKind.Blank;
    }

    /// <summary>
    /// Whether a write says what becomes of rows that are in its way: REPLACE, INSERT OR …, UPDATE OR …, or ON CONFLICT.
    /// </summary>
    public static bool SaysConflict(ReadOnlySpan<char> sql)
    {
        var tokens = new SqlTokens(sql);
        var (afterVerb, afterOn) = (false, false);
        while (tokens.MoveNext())
        {
            if ((afterVerb && tokens.Is("OR")) || (afterOn && tokens.Is("CONFLICT")))
                return true;
            var isReplace = tokens.Is("REPLACE");
            (afterVerb, afterOn) = (tokens.Is("INSERT") || tokens.Is("UPDATE"), tokens.Is("ON"));
            if (isReplace && tokens.MoveNext() && tokens.Is("INTO"))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The statements of a script, cut at the semicolons between them. Empty ones are left out. The last one may lack its semicolon, or be
    /// cut off in the middle of a text.
    /// </summary>
    public static IReadOnlyList<SqlPart> Split(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var parts = new List<SqlPart>();
        var tokens = new SqlTokens(script);
        var end = new StatementEnd();
        var start = -1;
        while (tokens.MoveNext())
        {
            if (start < 0 && tokens.IsSemicolon)
                continue;
            start = start < 0 ? tokens.Start : start;
            if (!end.IsAt(tokens))
                continue;
            parts.Add(Part(script, start, tokens.Start, isComplete: true));
            (start, end) = (-1, new StatementEnd());
        }

        if (start >= 0)
            parts.Add(Part(script, start, script.Length, isComplete: false));
        return parts;
    }

    /// <summary>
    /// Whether a text ends where a statement does: with a semicolon outside strings, comments and bodies of triggers, and only blanks and
    /// comments behind it. What a shell asks before it sends what was typed.
    /// </summary>
    public static bool IsComplete(ReadOnlySpan<char> sql)
    {
        var tokens = new SqlTokens(sql);
        var end = new StatementEnd();
        var isEnded = false;
        while (tokens.MoveNext())
        {
            isEnded = end.IsAt(tokens);
            if (isEnded)
                end = new StatementEnd();
        }

        return isEnded && !tokens.IsCommentOpen;
    }

    private static SqlPart Part(string script, int start, int end, bool isComplete)
    {
        var text = script[start..end].TrimEnd();
        return new SqlPart(text, start, Classify(text), isComplete);
    }
}
