using Capstan.Commands.Databases.Importing;

namespace Capstan.Tests.Commands.Databases.Importing;

public sealed class ScriptImportTests : IDisposable
{
    private readonly ImportFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Fill_Inserts_LeaveToTheDatabaseWhatTheyLeaveOut()
    {
        var prepared = _files.Script("INSERT INTO people (name) VALUES ('Ann'), ('Bob; -- not');\n-- a comment;\nINSERT INTO PEOPLE (name) SELECT 'Cid'");

        Assert.False(prepared.MayCreate);
        Assert.Equal("CREATE TABLE \"people\" (\"name\" TEXT)", _files.Schema());
        Assert.Equal("Ann Bob; -- not Cid", _files.Rows("SELECT name FROM people"));
    }

    [Fact]
    public void Fill_RowsThatDifferInWhatTheyLeaveOut_GetTheDefaultsHere()
    {
        _files.Script("INSERT INTO people (name, id) VALUES ('Ann', 7); INSERT INTO people (name, born) VALUES ('Bob', NULL); INSERT INTO people VALUES (9, 'Cid', 3, 'x');");
        Assert.Equal("7|Ann|1970|human NULL|Bob|NULL|human 9|Cid|3|x", _files.Rows("SELECT id, name, born, kind FROM people"));
        Assert.Equal("CREATE TABLE \"people\" (\"id\" INTEGER, \"name\" TEXT, \"born\" INTEGER, \"kind\" )", _files.Schema());
    }

    [Fact]
    public void Fill_ADumpOfTheSqliteShell_BringsItsTablesWithAllThatIsTheirs()
    {
        var prepared = _files.Script(
            """
            PRAGMA foreign_keys=OFF;
            BEGIN TRANSACTION;
            CREATE TABLE cars (id INTEGER PRIMARY KEY AUTOINCREMENT, owner REFERENCES people (id), name TEXT UNIQUE);
            INSERT INTO cars VALUES(1,2,'it''s; one');
            INSERT INTO cars VALUES(3,NULL,replace('two\nlines','\n',char(10)));
            DELETE FROM sqlite_sequence;
            INSERT INTO sqlite_sequence VALUES('cars',40);
            CREATE INDEX cars_owner ON cars (owner);
            CREATE TRIGGER g AFTER INSERT ON cars BEGIN INSERT INTO pets VALUES (1, 'x'); SELECT 1; END;
            CREATE VIEW v AS SELECT * FROM cars;
            COMMIT;
            """);

        Assert.True(prepared.MayCreate);
        Assert.Equal("1|2|it's; one 3|NULL|two\nlines", _files.Rows("SELECT * FROM cars"));
        Assert.Equal("cars|40", _files.Rows("SELECT * FROM sqlite_sequence"));
        Assert.Equal("cars table cars_owner index g trigger v view", _files.Rows("SELECT name || ' ' || type FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"));
    }

    [Fact]
    public void Fill_ItsOwnTables_AreAtItsDisposal()
    {
        _files.Script("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (2); UPDATE t SET a = 3 WHERE a = 1; DELETE FROM t WHERE a = 2; REPLACE INTO t VALUES (3); SELECT * FROM t; CREATE TABLE IF NOT EXISTS people (x);");
        Assert.Equal("3", _files.Rows("SELECT a FROM t"));
    }

    [Theory]
    [InlineData("UPDATE people SET name = 'x'", "Line 1: the rows of people are in the database")]
    [InlineData("\n\nDELETE FROM people", "Line 3: the rows of people are in the database")]
    [InlineData("INSERT INTO pets SELECT id, name FROM people", "Line 1: the rows of people are in the database and cannot be read here")]
    [InlineData("INSERT OR REPLACE INTO people (name) VALUES ('x')", "Line 1: what becomes of rows of people that are in the way")]
    [InlineData("INSERT INTO people (name) VALUES ('x') ON CONFLICT DO NOTHING", "Line 1: what becomes of rows of people that are in the way")]
    [InlineData("ALTER TABLE people ADD COLUMN x", "Line 1: people is in the database and cannot be changed by an import")]
    [InlineData("DROP TABLE people", "people is in the database and cannot be changed by an import")]
    [InlineData("CREATE INDEX i ON people (name)", "Line 1: people is in the database and cannot be changed by an import")]
    [InlineData("CREATE TABLE people (a)", "Line 1: the table people exists in the database; leave its CREATE TABLE out")]
    [InlineData("PRAGMA journal_mode = OFF", "Line 1: PRAGMA has no meaning in an import")]
    [InlineData("ATTACH 'x' AS y", "Line 1: ATTACH has no meaning in an import")]
    [InlineData("SAVEPOINT a", "Line 1: SAVEPOINT has no meaning in an import")]
    [InlineData("CREATE VIRTUAL TABLE f USING fts5 (a)", "virtual tables cannot be imported")]
    [InlineData("CREATE TEMP TABLE f (a)", "temporary objects have no meaning in an import")]
    [InlineData("INSERT INTO people (name) VALUES ('a');\nINSRT", "Line 2: near \"INSRT\": syntax error")]
    [InlineData("INSERT INTO people (nom) VALUES ('a')", "Line 1: table people has no column named nom")]
    [InlineData("INSERT INTO people (name) VALUES ('a", "Line 1: unrecognized token")]
    public void Fill_WhatAnImportCannotMean_IsRefusedWithItsLine(string script, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ImportException>(() => _files.Script(script)).Message.Replace("Line 1: " + expected, expected, StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void Fill_Refused_NamesTheWayOut() =>
        Assert.EndsWith("capstan db shell < FILE", Assert.Throws<ImportException>(() => _files.Script("DELETE FROM people")).Message, StringComparison.Ordinal);

    [Fact]
    public void Fill_ALongScript_IsCutAtItsStatementsWhereverBlocksEnd()
    {
        var script = new System.Text.StringBuilder("CREATE TABLE t (n, a);\n");
        for (var row = 1; row <= 20_000; row++)
            script.Append("/* ; */ INSERT INTO t VALUES (").Append(row).Append(", 'x;").Append('y', row % 97).Append("'); -- '\n");
        script.Append("INSERT INTO t VALUES (0, '").Append('z', 700_000).Append("');\n");

        using (var faulty = new ImportFixture())
        {
            var fault = Assert.Throws<ImportException>(() => faulty.Script(script + "UPDATE people SET name = 1"));
            Assert.StartsWith("Line 20003: ", fault.Message, StringComparison.Ordinal);
        }

        _files.Script(script.ToString());
        Assert.Equal("20001|20000|700000", _files.Rows("SELECT count(*), max(n), max(length(a)) FROM t"));
    }
}
