using Capstan.Database.Applying;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Applying;

/// <summary>IMPORT as a record: the rows of a file's tables are added to the users' tables.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly StoreUnderTest _store = new();
    private int _files;

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Import_ForeignTables_BringsThemWithIndexesTriggersViewsAndKeys()
    {
        var answer = Import(mayDefine: true, Foreign(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a REAL, b GENERATED ALWAYS AS (a * 2) STORED)",
            "CREATE TABLE loose (a)", "CREATE TABLE \"od\"\"d name\" (k PRIMARY KEY, v) WITHOUT ROWID",
            "CREATE UNIQUE INDEX t_a ON t (a)", "CREATE VIEW w AS SELECT sum(a) AS total FROM t",
            "INSERT INTO t (id, a) VALUES (7, 1.5), (40, 2)", "DELETE FROM t WHERE id = 40", "INSERT INTO loose (rowid, a) VALUES (3, 'x'), (99, x'00')",
            "INSERT INTO \"od\"\"d name\" VALUES ('k', NULL)", "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO loose VALUES ('fired'); END"));
        Assert.True(answer.IsOk, answer.Detail);
        Assert.Equal(
            """[{"table":"t","rows":1,"created":true},{"table":"loose","rows":2,"created":true},{"table":"od\u0022d name","rows":1,"created":true}]""",
            Records.Text(answer));
        Assert.Equal("[[3,\"x\"],[99,{\"base64\":\"AA==\"}]]", _store.Rows("SELECT rowid, a FROM loose"));
        Assert.Equal("[[7,1.5,3.0]]", _store.Rows("SELECT * FROM t"));
        Assert.Equal("[[1.5]]", _store.Rows("SELECT total FROM w"));
        _store.Must("INSERT INTO t (a) VALUES (9)");
        Assert.Equal("[[41]]", _store.Rows("SELECT max(id) FROM t"));
        Assert.Equal("[[3]]", _store.Rows("SELECT count(*) FROM loose"));
        Assert.Equal(AnswerCode.Unique, _store.Apply("INSERT INTO t (a) VALUES (9)").Code);
        _store.AssertHashesHold();
        Assert.Null(_store.Reopen());
        _store.AssertHashesHold();
    }

    [Fact]
    public void Import_IntoTablesThatAreThere_IsAsClientsInsert()
    {
        _store.MustDefine(
            "CREATE TABLE People (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER, kind TEXT DEFAULT 'human')", "CREATE TABLE told (what)",
            "CREATE TRIGGER g AFTER INSERT ON People BEGIN INSERT INTO told VALUES (new.name || ' ' || random()); END");
        _store.Must("INSERT INTO People (id, name, kind) VALUES (5, 'Ann', 'cat')");
        var answer = Import(mayDefine: false, Foreign("CREATE TABLE people (NAME, born)", "INSERT INTO people VALUES ('Bob', '1970'), ('Cid', NULL)"));
        Assert.True(answer.IsOk, answer.Detail);
        Assert.Equal("""[{"table":"People","rows":2,"created":false}]""", Records.Text(answer));
        Assert.Equal("[[5,\"Ann\",null,\"cat\"],[6,\"Bob\",1970,\"human\"],[7,\"Cid\",null,\"human\"]]", _store.Rows("SELECT * FROM People"));
        Assert.Equal("[[3]]", _store.Rows("SELECT count(*) FROM told"));
        _store.AssertHashesHold();
    }

    [Fact]
    public void Import_ChildrenBeforeTheirParents_AreLookedAtAtTheEnd()
    {
        _store.MustDefine("CREATE TABLE parents (id INTEGER PRIMARY KEY)", "CREATE TABLE children (parent REFERENCES parents (id))");
        var answer = Import(mayDefine: false, Foreign(
            "CREATE TABLE children (parent)", "CREATE TABLE parents (id)", "INSERT INTO children VALUES (1), (2)", "INSERT INTO parents VALUES (1), (2)"));
        Assert.True(answer.IsOk, answer.Detail);
        // The next operation meets its keys at once again.
        Assert.Equal(AnswerCode.ForeignKey, _store.Apply("INSERT INTO children VALUES (3)").Code);
        _store.AssertHashesHold();
    }

    [Theory]
    [InlineData("CREATE TABLE t (id, a); INSERT INTO t VALUES (2, 1), (3, 1), (1, 1)", AnswerCode.Unique, "Table t, row 3: UNIQUE constraint failed: t.id")]
    [InlineData("CREATE TABLE t (a); INSERT INTO t VALUES (1), (NULL)", AnswerCode.NotNull, "Table t, row 2: NOT NULL constraint failed: t.a")]
    [InlineData("CREATE TABLE t (a); INSERT INTO t VALUES (1), (-1)", AnswerCode.Check, "Table t, row 2: CHECK constraint failed: a > 0")]
    [InlineData("CREATE TABLE t (id, a); INSERT INTO t VALUES ('x', 1)", AnswerCode.InvalidSql, "Table t, row 1: datatype mismatch")]
    [InlineData("CREATE TABLE c (t); INSERT INTO c VALUES (1), (1), (7)", AnswerCode.ForeignKey, "Table c, row 3: FOREIGN KEY constraint failed: t has a value that t lacks")]
    [InlineData("CREATE TABLE t (a, z); INSERT INTO t VALUES (1, 1)", AnswerCode.InvalidSql, "The table t has no column z that can be written; it has id, a.")]
    [InlineData("CREATE TABLE t (a, twice); INSERT INTO t VALUES (1, 1)", AnswerCode.InvalidSql, "The table t has no column twice that can be written; it has id, a.")]
    [InlineData("CREATE TABLE n (a); INSERT INTO n VALUES (1)", AnswerCode.InvalidSql, "There is no table n. Create it first, or import with the right and the wish to create tables.")]
    [InlineData("CREATE TABLE v (a); INSERT INTO v VALUES (1)", AnswerCode.InvalidSql, "v is a view in this database; rows can be imported into tables only.")]
    [InlineData("CREATE TABLE _t (a)", AnswerCode.Forbidden, "The name _t is reserved.")]
    [InlineData("CREATE TABLE t (id, a); INSERT INTO t VALUES (9223372036854775807, 1)", AnswerCode.Constraint, "The key 9223372036854775807 would be the last one of t; the largest allowed is 9223372036854775806.")]
    public void Import_WithAFault_HasNoEffectAndSaysWhere(string script, AnswerCode code, string detail)
    {
        _store.MustDefine(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a NOT NULL CHECK (a > 0), twice GENERATED ALWAYS AS (a * 2) VIRTUAL)", "CREATE TABLE c (t REFERENCES t (id))",
            "CREATE VIEW v AS SELECT a FROM t");
        _store.Must("INSERT INTO t (id, a) VALUES (1, 1)");
        var before = _store.Store.Tables.Hashes;
        var answer = Import(mayDefine: false, Foreign(script));
        Assert.Equal((code, detail), (answer.Code, answer.Detail));
        Assert.Equal(before, _store.Store.Tables.Hashes);
        Assert.Equal("[[1,1,2]]", _store.Rows("SELECT * FROM t"));
        Assert.Equal(AnswerCode.ForeignKey, _store.Apply("INSERT INTO c VALUES (3)").Code);
        _store.AssertHashesHold();
    }

    [Theory]
    [InlineData("CREATE TABLE n (a UNIQUE ON CONFLICT ROLLBACK)", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE n (a); CREATE TRIGGER g AFTER INSERT ON n BEGIN SELECT RAISE(ROLLBACK, 'x'); END", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE plain (a); CREATE VIRTUAL TABLE n USING fts5 (a)", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE n (a); INSERT INTO n (rowid, a) VALUES (9223372036854775807, 1)", AnswerCode.Constraint)]
    [InlineData("CREATE TABLE n (a); CREATE INDEX old_index ON n (a)", AnswerCode.InvalidSql)]
    public void Import_DefinitionThatIsRefused_HasNoEffect(string script, AnswerCode code)
    {
        _store.MustDefine("CREATE TABLE old (a)", "CREATE INDEX old_index ON old (a)");
        Assert.Equal(code, Import(mayDefine: true, Foreign(script)).Code);
        Assert.Equal(["old"], _store.Store.Tables.Hashes.Keys);
        _store.Must("INSERT INTO old VALUES (1)");
        _store.AssertHashesHold();
    }

    [Fact]
    public void Import_TriggerThatRunsTooLong_IsRefusedAndLeavesWhatCameBefore()
    {
        _store.MustDefine(
            "CREATE TABLE t (a)", "CREATE TABLE other (a)",
            "CREATE TRIGGER g AFTER INSERT ON t WHEN new.a = 2 BEGIN INSERT INTO other WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x < 0; END");
        var file = Foreign("CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (2)");
        _store.Store.Begin();
        var first = _store.Next();
        Assert.True(_store.Store.Tables.Execute(first, Records.Of(Records.Statement("INSERT INTO other VALUES (1)"))).IsOk);
        var record = _store.Next();
        Assert.Equal(AnswerCode.TooLarge, _store.Store.Tables.Import(record, file, mayDefine: false).Code);
        _store.Store.Commit(_store.MetaAfter(record));
        Assert.Equal("[[0,1]]", _store.Rows("SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM other)"));
        _store.AssertHashesHold();
    }

    [Fact]
    public void Import_NoDatabase_IsAnAnswerWithoutEffect()
    {
        var file = _store.PathOf("text.db");
        File.WriteAllText(file, new string('x', 5000));
        Assert.Equal(AnswerCode.InvalidSql, Import(mayDefine: true, file).Code);
    }

    [Fact]
    public void Import_FileThatIsNotHere_EndsTheProcess() =>
        Assert.Throws<StoreFailedException>(() => Import(mayDefine: true, _store.PathOf("none.db")));

    private Answer Import(bool mayDefine, string file)
    {
        _store.Store.Begin();
        var record = _store.Next();
        var answer = _store.Store.Tables.Import(record, file, mayDefine);
        _store.Store.Commit(_store.MetaAfter(record));
        return answer;
    }

    private string Foreign(params string[] statements)
    {
        var file = _store.PathOf($"a b%#?{++_files}.db");
        using var connection = SqliteConnection.Open(file);
        foreach (var sql in statements)
            connection.ExecuteScript(System.Text.Encoding.UTF8.GetBytes(sql));
        return file;
    }
}
