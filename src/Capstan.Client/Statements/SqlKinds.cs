namespace Capstan.Client;

/// <summary>Tells kinds of statements by their words.</summary>
internal static class SqlKinds
{
    private static readonly Dictionary<string, SqlKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SELECT"] = SqlKind.Read,
        ["VALUES"] = SqlKind.Read,
        ["EXPLAIN"] = SqlKind.Read,
        ["INSERT"] = SqlKind.Write,
        ["UPDATE"] = SqlKind.Write,
        ["DELETE"] = SqlKind.Write,
        ["REPLACE"] = SqlKind.Write,
        ["CREATE"] = SqlKind.Definition,
        ["ALTER"] = SqlKind.Definition,
        ["DROP"] = SqlKind.Definition,
        ["BEGIN"] = SqlKind.Control,
        ["COMMIT"] = SqlKind.Control,
        ["END"] = SqlKind.Control,
        ["ROLLBACK"] = SqlKind.Control,
        ["SAVEPOINT"] = SqlKind.Control,
        ["RELEASE"] = SqlKind.Control,
        ["PRAGMA"] = SqlKind.Control,
        ["ATTACH"] = SqlKind.Control,
        ["DETACH"] = SqlKind.Control,
        ["VACUUM"] = SqlKind.Control,
        ["ANALYZE"] = SqlKind.Control,
        ["REINDEX"] = SqlKind.Control,
    };

    private static readonly Dictionary<string, SqlKind>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind of the statement whose first token is the current one.</summary>
    public static SqlKind OfRest(ref SqlTokens tokens) => tokens.Is("WITH") ? AfterWith(ref tokens) : Of(tokens);

    private static SqlKind Of(in SqlTokens tokens) =>
        tokens.IsWord && Lookup.TryGetValue(tokens.Current, out var kind) ? kind : SqlKind.Unknown;

    // What WITH names stands first, and after each comma outside parentheses; a name may be spelt like a verb.
    private static SqlKind AfterWith(ref SqlTokens tokens)
    {
        var depth = 0;
        var isName = true;
        while (tokens.MoveNext() && !tokens.IsSemicolon)
        {
            if (tokens.Current is "(")
                depth++;
            else if (tokens.Current is ")")
                depth--;
            else if (depth == 0 && tokens.Current is ",")
                isName = true;
            else if (depth == 0 && isName)
                isName = tokens.Is("RECURSIVE");
            else if (depth == 0 && Of(tokens) is var kind and (SqlKind.Read or SqlKind.Write))
                return kind;
        }

        return SqlKind.Unknown;
    }
}
