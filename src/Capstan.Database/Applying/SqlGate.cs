namespace Capstan.Database.Applying;

/// <summary>What the words of a statement tell before SQLite sees it (protocol section 2).</summary>
internal static class SqlGate
{
    /// <summary>The kind of the first statement of a text.</summary>
    public static SqlKind KindOf(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokens(sql);
        while (tokens.MoveNext())
        {
            if (tokens.Current is not [(byte)';'])
                return KindOf(tokens);
        }

        return SqlKind.Unknown;
    }

    /// <summary>
    /// Whether ROLLBACK stands in it as a word: as a statement, a conflict clause or in RAISE it would end the transaction with all
    /// records of the batch. A name of that spelling has to be quoted.
    /// </summary>
    public static bool SaysRollback(ReadOnlySpan<byte> sql) => Says(sql, "ROLLBACK"u8);

    /// <summary>Whether AUTOINCREMENT stands in a table's definition.</summary>
    public static bool SaysAutoincrement(ReadOnlySpan<byte> sql) => Says(sql, "AUTOINCREMENT"u8);

    private static bool Says(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> keyword)
    {
        var tokens = new SqlTokens(sql);
        while (tokens.MoveNext())
        {
            if (tokens.Is(keyword))
                return true;
        }

        return false;
    }

    private static SqlKind KindOf(SqlTokens first)
    {
        if (first.Is("SELECT"u8) || first.Is("INSERT"u8) || first.Is("UPDATE"u8) || first.Is("DELETE"u8) || first.Is("WITH"u8)
            || first.Is("REPLACE"u8) || first.Is("VALUES"u8))
            return SqlKind.Rows;
        if (first.Is("CREATE"u8))
            return SqlKind.Create;
        if (first.Is("ALTER"u8))
            return SqlKind.Alter;
        if (first.Is("DROP"u8))
            return SqlKind.Drop;
        if (first.Is("EXPLAIN"u8))
            return SqlKind.Explain;
        return IsControl(first) ? SqlKind.Control : SqlKind.Unknown;
    }

    private static bool IsControl(SqlTokens first) =>
        first.Is("BEGIN"u8) || first.Is("COMMIT"u8) || first.Is("END"u8) || first.Is("ROLLBACK"u8) || first.Is("SAVEPOINT"u8)
        || first.Is("RELEASE"u8) || first.Is("PRAGMA"u8) || first.Is("ATTACH"u8) || first.Is("DETACH"u8) || first.Is("VACUUM"u8)
        || first.Is("ANALYZE"u8) || first.Is("REINDEX"u8);
}
