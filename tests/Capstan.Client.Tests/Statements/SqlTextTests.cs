namespace Capstan.Client.Tests.Statements;

/// <summary>What a client reads from the text of statements.</summary>
public sealed class SqlTextTests
{
    [Theory]
    [InlineData("", SqlKind.Blank)]
    [InlineData(" ;; -- SELECT\n /* INSERT */ ;", SqlKind.Blank)]
    [InlineData("\uFEFFselect 1", SqlKind.Read)]
    [InlineData("/* a */ -- b\n VALUES (1)", SqlKind.Read)]
    [InlineData("EXPLAIN QUERY PLAN DELETE FROM t", SqlKind.Read)]
    [InlineData("WITH a AS (INSERT), b(c) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a", SqlKind.Read)]
    [InlineData("with recursive replace(n) as (values (1) union all select n + 1 from replace), \"delete\" as (select 1) select 1", SqlKind.Read)]
    [InlineData("WITH a AS (SELECT 1), b AS (SELECT 2) INSERT INTO t SELECT * FROM a", SqlKind.Write)]
    [InlineData("WITH RECURSIVE AS (SELECT 1) DELETE FROM t", SqlKind.Write)]
    [InlineData("WITH a AS (SELECT 1)", SqlKind.Unknown)]
    [InlineData("Insert INTO t VALUES (1)", SqlKind.Write)]
    [InlineData("REPLACE INTO t VALUES (1)", SqlKind.Write)]
    [InlineData("UPDATE t SET a = 1", SqlKind.Write)]
    [InlineData("delete from t", SqlKind.Write)]
    [InlineData("CREATE TABLE t (a)", SqlKind.Definition)]
    [InlineData("drop index i", SqlKind.Definition)]
    [InlineData("ALTER TABLE t ADD a", SqlKind.Definition)]
    [InlineData("BEGIN IMMEDIATE", SqlKind.Control)]
    [InlineData("PRAGMA user_version", SqlKind.Control)]
    [InlineData("\"SELECT\" 1", SqlKind.Unknown)]
    [InlineData("selects", SqlKind.Unknown)]
    [InlineData("(SELECT 1)", SqlKind.Unknown)]
    public void Classify_AText_IsTheKindOfItsFirstStatement(string sql, SqlKind kind) => Assert.Equal(kind, SqlText.Classify(sql));

    [Fact]
    public void Split_SemicolonsInTexts_DoNotCut()
    {
        var parts = SqlText.Split("SELECT ';' , \"a;\"\"b\", [c;d], `e;`; -- x;\n/* y; */ SELECT $n(;'a) ; ;\nSELECT 2");
        Assert.Equal(["SELECT ';' , \"a;\"\"b\", [c;d], `e;`", "SELECT $n(;'a)", "SELECT 2"], parts.Select(part => part.Text));
        Assert.Equal([true, true, false], parts.Select(part => part.IsComplete));
    }

    [Fact]
    public void Split_ATrigger_IsOneStatement()
    {
        const string trigger = """
            CREATE TEMP TRIGGER "a;b" AFTER INSERT ON t BEGIN
              UPDATE t SET a = CASE WHEN a = 1 THEN 2 ELSE 3 END;
              INSERT INTO u VALUES ('END;'); -- END;
            END
            """;
        var parts = SqlText.Split(trigger + "; SELECT 1; CREATE TABLE trigger_end (a); SELECT 2;");
        Assert.Equal([trigger, "SELECT 1", "CREATE TABLE trigger_end (a)", "SELECT 2"], parts.Select(part => part.Text));
        Assert.Equal([SqlKind.Definition, SqlKind.Read, SqlKind.Definition, SqlKind.Read], parts.Select(part => part.Kind));
    }

    [Fact]
    public void Split_AnyPart_StandsAtItsStart()
    {
        const string script = "  SELECT 1 ;\n-- a\nSELECT 'é';/**/";
        Assert.All(SqlText.Split(script), part => Assert.Equal(part.Text, script.Substring(part.Start, part.Text.Length)));
        Assert.Equal([2, 18], SqlText.Split(script).Select(part => part.Start));
        Assert.Empty(SqlText.Split(" ; /* a */ ;"));
    }

    [Theory]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT 1; -- and so\n/* on */ ", true)]
    [InlineData("SELECT 1; -- and so", true)]
    [InlineData("SELECT 1", false)]
    [InlineData("SELECT 1; SELECT", false)]
    [InlineData("SELECT ';", false)]
    [InlineData("SELECT 1 /* ;", false)]
    [InlineData("SELECT 1; /* ", false)]
    [InlineData("", false)]
    [InlineData("CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t;", false)]
    [InlineData("CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END", false)]
    [InlineData("CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END;", true)]
    [InlineData("EXPLAIN CREATE TEMPORARY TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t;", false)]
    public void IsComplete_AText_WhenItsLastStatementIsEnded(string sql, bool isComplete) => Assert.Equal(isComplete, SqlText.IsComplete(sql));
}
