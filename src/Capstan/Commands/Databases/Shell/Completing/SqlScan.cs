namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>Cuts SQL into pieces, unfinished SQL too.</summary>
internal static class SqlScan
{
    /// <summary>The pieces.</summary>
    public static IReadOnlyList<SqlToken> Tokens(string sql)
    {
        var tokens = new List<SqlToken>();
        for (var at = 0; at < sql.Length;)
        {
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
                continue;
            }

            var token = Next(sql, at);
            tokens.Add(token);
            at = token.End;
        }

        return tokens;
    }

    private static SqlToken Next(string sql, int at) => sql[at] switch
    {
        '\'' => Between(sql, at, "'", SqlTokenKind.Closed),
        '"' => Between(sql, at, "\"", SqlTokenKind.Quoted),
        '`' => Between(sql, at, "`", SqlTokenKind.Quoted),
        '[' => Between(sql, at, "]", SqlTokenKind.Quoted),
        '-' when Follows(sql, at, '-') => Between(sql, at, "\n", SqlTokenKind.Closed),
        '/' when Follows(sql, at, '*') => Between(sql, at, "*/", SqlTokenKind.Closed),
        var letter when IsOfName(letter) => Word(sql, at),
        _ => new SqlToken(SqlTokenKind.Sign, sql[at].ToString(), at, at + 1, false),
    };

    private static SqlToken Word(string sql, int at)
    {
        var end = at;
        while (end < sql.Length && IsOfName(sql[end]))
            end++;
        return new SqlToken(char.IsAsciiDigit(sql[at]) ? SqlTokenKind.Closed : SqlTokenKind.Word, sql[at..end], at, end, false);
    }

    // A doubled quote ends one piece and begins the next, which does no harm here.
    private static SqlToken Between(string sql, int at, string mark, SqlTokenKind kind)
    {
        var close = sql.IndexOf(mark, at + 1, StringComparison.Ordinal);
        return close < 0
            ? new SqlToken(kind, sql[(at + 1)..], at, sql.Length, true)
            : new SqlToken(kind, sql[(at + 1)..close], at, close + mark.Length, false);
    }

    private static bool Follows(string sql, int at, char sign) => at + 1 < sql.Length && sql[at + 1] == sign;

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$' || letter > '\x7f';
}
