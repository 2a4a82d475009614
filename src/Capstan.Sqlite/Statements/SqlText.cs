namespace Capstan.Sqlite;

/// <summary>The little of SQL's grammar that lies between statements.</summary>
internal static class SqlText
{
    /// <summary>
    /// Bytes at the start that are blanks, comments, semicolons or a byte order mark, by the rules of SQLite's tokenizer: an open comment
    /// reaches to the end. A zero byte is none of these, since SQLite stops reading there.
    /// </summary>
    public static int BlankLength(ReadOnlySpan<byte> sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            var length = OneBlank(sql[at..]);
            if (length == 0) break;
            at += length;
        }
        return at;
    }

    private static int OneBlank(ReadOnlySpan<byte> sql)
    {
        if (sql[0] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)';') return 1;
        if (sql.StartsWith("--"u8)) return Through(sql, "\n"u8, 2);
        // SQLite reads "/*" at the very end as two operators; nothing follows, so nothing hides behind it.
        if (sql.StartsWith("/*"u8) && sql.Length > 2) return Through(sql, "*/"u8, 2);
        return sql.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private static int Through(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> end, int start)
    {
        // A comment that holds a zero byte ends there for SQLite, so it must not hide what follows.
        var body = sql[start..];
        var found = body.IndexOf(end);
        var length = found < 0 ? body.Length : found + end.Length;
        return body[..length].Contains((byte)0) ? 0 : start + length;
    }
}
