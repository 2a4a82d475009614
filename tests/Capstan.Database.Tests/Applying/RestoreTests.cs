using Capstan.Database.Applying;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Applying;

/// <summary>RESTORE as a record: the users' tables become those of a file.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly StoreUnderTest _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Load_ForeignFile_BringsEverythingThatIsTheUsers()
    {
        _store.MustDefine("CREATE TABLE old (a)", "CREATE VIEW old_view AS SELECT * FROM old", "CREATE TABLE t (other)");
        var file = Foreign(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a REAL, b GENERATED ALWAYS AS (a * 2) STORED)",
            "CREATE TABLE loose (a)", "CREATE TABLE \"od\"\"d name\" (k PRIMARY KEY, v) WITHOUT ROWID",
            "CREATE UNIQUE INDEX t_a ON t (a)", "CREATE VIEW w AS SELECT sum(a) AS total FROM t",
            "INSERT INTO t (id, a) VALUES (7, 1.5), (40, 2)", "DELETE FROM t WHERE id = 40", "INSERT INTO loose (rowid, a) VALUES (3, 'x'), (99, x'00')",
            "INSERT INTO \"od\"\"d name\" VALUES ('k', NULL)", "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO loose VALUES ('fired'); END");
        var answer = Load(file);
        Assert.True(answer.IsOk, answer.Detail);
        Assert.Equal(["loose", "od\"d name", "t"], _store.Store.Tables.Hashes.Keys.Order(StringComparer.Ordinal));
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

    [Theory]
    [InlineData("CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE t (a); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'x'); END", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE _t (a)", AnswerCode.Forbidden)]
    [InlineData("CREATE VIRTUAL TABLE t USING fts5 (a)", AnswerCode.Forbidden)]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (9223372036854775807)", AnswerCode.InvalidSql)]
    [InlineData("CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (9223372036854775807, 1)", AnswerCode.InvalidSql)]
    [InlineData("CREATE TABLE t (rowid INTEGER PRIMARY KEY, _rowid_, oid); INSERT INTO t VALUES (9223372036854775807, 1, 1)", AnswerCode.InvalidSql)]
    public void Load_FileWithWhatIsRefused_HasNoEffect(string script, AnswerCode code)
    {
        _store.MustDefine("CREATE TABLE old (a)");
        _store.Must("INSERT INTO old VALUES (1)");
        var before = _store.Store.Tables.Hashes;
        Assert.Equal(code, Load(Foreign(script)).Code);
        Assert.Equal(before, _store.Store.Tables.Hashes);
        _store.Must("INSERT INTO old VALUES (2)");
        Assert.Equal("[[1],[2]]", _store.Rows("SELECT a FROM old"));
        _store.AssertHashesHold();
    }

    [Theory]
    [InlineData("CREATE TABLE plain (a); CREATE VIRTUAL TABLE words USING fts5 (a); INSERT INTO words VALUES ('one two')")]
    [InlineData("CREATE VIRTUAL TABLE words USING rtree (id, low, high); INSERT INTO words VALUES (1, 2, 3)")]
    public void Load_FileWithAVirtualTable_IsRefusedByItsName(string script)
    {
        _store.MustDefine("CREATE TABLE old (a)");
        var answer = Load(Foreign(script));
        Assert.Equal(AnswerCode.Forbidden, answer.Code);
        Assert.Contains("words is a virtual table", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(["old"], _store.Store.Tables.Hashes.Keys);
    }

    [Fact]
    public void Load_NoDatabase_IsAnAnswerWithoutEffect()
    {
        var file = _store.PathOf("text.db");
        File.WriteAllText(file, new string('x', 5000));
        Assert.Equal(AnswerCode.InvalidSql, Load(file).Code);
    }

    [Fact]
    public void Load_FileThatIsNotHere_EndsTheProcess() => Assert.Throws<StoreFailedException>(() => Load(_store.PathOf("none.db")));

    private Answer Load(string file) => Load(_store, file);

    internal static Answer Load(StoreUnderTest store, string file)
    {
        store.Store.Begin();
        var record = store.Next();
        var answer = store.Store.Tables.Load(record, file);
        store.Store.Commit(store.MetaAfter(record));
        return answer;
    }

    private string Foreign(params string[] statements)
    {
        var file = _store.PathOf("a b%#?.db");
        using var connection = SqliteConnection.Open(file);
        foreach (var sql in statements)
            connection.ExecuteScript(System.Text.Encoding.UTF8.GetBytes(sql));
        return file;
    }
}
