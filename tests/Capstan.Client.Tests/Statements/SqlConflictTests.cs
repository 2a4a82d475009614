namespace Capstan.Client.Tests.Statements;

public sealed class SqlConflictTests
{
    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", false)]
    [InlineData("INSERT INTO t SELECT replace(a, 'x', 'y') FROM u ON a = b", false)]
    [InlineData("INSERT INTO t VALUES ('INSERT OR REPLACE') -- ON CONFLICT", false)]
    [InlineData("insert /* now */ or ignore INTO t VALUES (1)", true)]
    [InlineData("REPLACE INTO t VALUES (1)", true)]
    [InlineData("WITH x AS (SELECT 1) REPLACE INTO t SELECT * FROM x", true)]
    [InlineData("UPDATE OR FAIL t SET a = 1", true)]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", true)]
    public void SaysConflict_TellsWhatReplacesOrIgnores(string sql, bool expected) => Assert.Equal(expected, SqlText.SaysConflict(sql));
}
