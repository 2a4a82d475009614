namespace Capstan.Database.Tests.Api.Injection;

/// <summary>Texts that end a literal, add a condition, a statement or a comment, or reach for what is not the client's.</summary>
internal static class InjectionCorpus
{
    private static readonly string[] Tails =
    [
        " OR 1=1", " OR '1'='1", "' OR '1'='1", "' OR 1=1 --", "' OR 1=1 #", "' OR 1=1/*", "\" OR \"\"=\"", "') OR ('1'='1", "' OR 'x' LIKE 'x",
        "' OR username IS NOT NULL --", "' AND 1=0 UNION SELECT sql FROM sqlite_schema --", "' UNION SELECT username, password FROM users --",
        "' UNION ALL SELECT NULL, secret FROM _log --", "'; DROP TABLE users; --", "'; DELETE FROM users; --", "; DELETE FROM users",
        "'; UPDATE users SET password='x'; --", "'; INSERT INTO users VALUES('x','y'); --", "'; ATTACH DATABASE '/tmp/x.db' AS x; --",
        "'; PRAGMA writable_schema=ON; --", "'; VACUUM INTO '/tmp/x.db'; --", "'; SELECT load_extension('/tmp/x.so'); --",
        "' || (SELECT password FROM users LIMIT 1) || '", "' || randomblob(100000000) || '", "' || zeroblob(1000000000) || '", "' OR randomblob(1) --",
        "' AND (SELECT count(*) FROM sqlite_schema) > 0 --", "' AND (SELECT 1 FROM pragma_table_info('users')) --",
        "' AND EXISTS(SELECT * FROM pragma_database_list) --", "' COLLATE NOCASE --", "' ESCAPE '\\", "\\' OR 1=1 --", "%' OR '%'='", "%27 OR 1=1",
        "' OR/**/1=1", "'/**/OR/**/'1'='1", "' OR 1=1;\u0000", "\u0000' OR 1=1", "'\n OR 1=1 --", "'\r\nOR 1=1", "\t' OR 1=1", "' OR 1=1 -- -",
        "’ OR 1=1 --", "ʼ OR 1=1", "＇ OR 1=1 --", "\u02BC OR \u02BC1\u02BC=\u02BC1", "«' OR 1=1»", "' OR TRUE --", "' OR NOT FALSE --", "' OR 1 --",
        "' ORDER BY 1 --", "' GROUP BY username HAVING 1=1 --", "' LIMIT 1000000 --", "' RETURNING * --",
        "' OR (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c) SELECT count(*) FROM c) --",
        "' AND sqlite_version() --", "' OR typeof(1)='integer' --", "' OR hex(password) --", "' OR unicode('a') --", "'); DROP TABLE users;--",
        "' AND username GLOB '*", "' AND username MATCH 'a", "' AND username REGEXP '.*", "' OR rowid > 0 --", "' OR _rowid_ --", "' OR oid --",
    ];

    private static readonly string[] Names =
    [
        "users; DROP TABLE users", "users--", "users/*", "users\" WHERE 1=1 --", "\"users\"", "[users]", "`users`", "'users'", "main.users", "temp.users",
        "users, rides", "users AS u", "users JOIN rides", "(SELECT * FROM users)", "users UNION SELECT * FROM rides", "sqlite_schema", "sqlite_master",
        "sqlite_temp_schema", "SQLITE_MASTER", "sqlite_sequence", "sqlite_stat1", "_log", "_dedupe", "_meta", "_LOG", "pragma_table_info", "pragma_table_info('users')",
        "pragma_database_list", "json_each('[1]')", "generate_series(1,9)", "dbstat", "USERS", "Users", " users", "users ", "users\u0000", "\u0000users", "uſers",
        "ｕsers", "users\n", "", "*", "1", "null", "rowid", "oid", "_rowid_", "count(*)", "password AS username", "username, password", "username\" , \"password",
        "(SELECT secret FROM _log)", "load_extension('x')", "randomblob(100000000)", "username COLLATE NOCASE", "\"username\"", "'username'", "username--",
        "username/**/", "CASE WHEN 1 THEN username END", "username=username", "%s", "{0}", "${username}", "../users", "users%00",
    ];

    private static readonly string[] Operators =
    [
        "= 1 OR username =", "IS", "IS NOT", "GLOB", "REGEXP", "MATCH", "BETWEEN", "||", "+", "-", "*", "/", "%", "&", "|", "<<", ">>", "->", "->>", "==", "< >", "!<",
        "!>", "LIKE", "IN", "=/**/", "= --", ";", "", " ", "=\u0000", "=;", "= (SELECT", "NOT LIKE", "NOT IN", "ISNULL", "NOTNULL", "= ANY", "EXISTS", "COLLATE",
    ];

    /// <summary>What goes where a value, a whole condition or the end of one is expected.</summary>
    public static IReadOnlyList<string> Values { get; } =
        [.. Tails, .. Tails.Select(tail => "anna" + tail), .. Tails.Take(12).Select(tail => tail.ToUpperInvariant() + new string(' ', 40) + tail)];

    /// <summary>What goes where a name is expected.</summary>
    public static IReadOnlyList<string> Identifiers { get; } = [.. Names, .. Tails.Select(tail => "users" + tail)];

    /// <summary>What goes where an operator is expected.</summary>
    public static IReadOnlyList<string> Comparisons => Operators;
}
