using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

/// <summary>What the SQLite store does beyond the contract.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0";

    private readonly StoreUnderTest _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Execute_TooManySteps_UndoesItAloneAndKeepsTheBatch()
    {
        _store.MustDefine("CREATE TABLE t (a)");
        _store.Must("INSERT INTO t VALUES ('committed')");
        var store = _store.Store;
        var (first, poison, last) = (_store.Next(), _store.Next(), _store.Next());
        store.Begin();
        Assert.True(store.Tables.Execute(first, Records.Of(Records.Statement("INSERT INTO t VALUES ('first')"))).IsOk);
        store.Records.Add(first);
        store.Answers.Put(new StoredAnswer(first.Request, true, Digest.Zero, new Answer(AnswerCode.Ok, first.Lsn, default), 10));
        Assert.Equal(AnswerCode.TooLarge, store.Tables.Execute(poison, Records.Of(Records.Statement("INSERT INTO t VALUES ('poison')"), Records.Statement("INSERT INTO t " + Endless))).Code);
        store.Records.Add(poison);
        Assert.True(store.Tables.Execute(last, Records.Of(Records.Statement("INSERT INTO t VALUES ('last')"))).IsOk);
        store.Records.Add(last);
        store.Commit(new StoreMeta { Applied = last.Lsn });
        Assert.Equal("[[\"committed\"],[\"first\"],[\"last\"]]", _store.Rows("SELECT a FROM t"));
        _store.AssertHashesHold();
        Assert.Null(_store.Reopen());
        Assert.All([first, poison, last], record => Assert.Equal(record.Hash, _store.Store.Records.Find(record.Lsn)?.Hash));
        Assert.NotNull(_store.Store.Answers.Find(first.Request));
        Assert.Equal(1, _store.Store.Answers.CountKeyed(9));
        _store.AssertHashesHold();
    }

    [Fact]
    public void Execute_TooManyStepsOfARead_IsTooLarge() => Assert.Equal(AnswerCode.TooLarge, _store.Apply(Endless).Code);

    [Theory]
    [InlineData("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1001) SELECT x FROM c", AnswerCode.TooLarge)]
    [InlineData("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 1000) SELECT x FROM c", AnswerCode.Ok)]
    [InlineData("SELECT hex(zeroblob(600000))", AnswerCode.TooLarge)]
    [InlineData("SELECT zeroblob(100000000)", AnswerCode.TooLarge)]
    [InlineData("SELECT randomblob(2000000)", AnswerCode.InvalidSql)]
    public void Execute_LargeAnswer_IsLimited(string sql, AnswerCode code) => Assert.Equal(code, _store.Apply(sql).Code);

    [Fact]
    public void Execute_Values_KeepTheirKinds()
    {
        _store.MustDefine("CREATE TABLE t (a, b, c, d, e)");
        _store.Must("INSERT INTO t VALUES (?, ?, ?, ?, ?)", long.MinValue, 1.0, "ä\"\n", new byte[] { 0, 255 }, null);
        Assert.Equal("""[[-9223372036854775808,1.0,"ä\"\n",{"base64":"AP8="},null]]""", _store.Rows("SELECT * FROM t"));
        _store.AssertHashesHold();
    }

    [Fact]
    public void Execute_NamedValues_AreBoundByName()
    {
        var statement = new SqlStatement
        {
            Sql = "SELECT :a, @b, $c, :a",
            Parameters = [new SqlParameter("c", SqlValue.Of(3)), new SqlParameter(":a", SqlValue.Of(1)), new SqlParameter("b", SqlValue.Of(2))],
        };
        Assert.EndsWith("\"rows\":[[1,2,3,1]]}]", Records.Text(_store.Apply(Records.Of(statement))), StringComparison.Ordinal);
        Assert.Equal(AnswerCode.InvalidSql, _store.Apply(Records.Of(statement with { Parameters = [.. statement.Parameters.Take(2)] })).Code);
        Assert.Equal(AnswerCode.InvalidSql, _store.Apply(Records.Of(statement with { Parameters = [.. statement.Parameters, new SqlParameter("x", SqlValue.Null)] })).Code);
        Assert.Equal(AnswerCode.InvalidSql, _store.Apply(Records.Of(statement with { Parameters = [.. statement.Parameters, new SqlParameter(null, SqlValue.Null)] })).Code);
    }

    [Fact]
    public void Execute_DeferredForeignKeyLeftOpen_IsItsAnswer()
    {
        _store.MustDefine("CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        Assert.Equal(AnswerCode.ForeignKey, _store.Apply("INSERT INTO c VALUES (1)").Code);
        Assert.Equal("[]", _store.Rows("SELECT * FROM c"));
        Assert.True(_store.Apply(Records.Of(Records.Statement("INSERT INTO c VALUES (1)"), Records.Statement("INSERT INTO p VALUES (1)"))).IsOk);
        Assert.Equal(AnswerCode.ForeignKey, _store.Apply("DELETE FROM p").Code);
        _store.AssertHashesHold();
    }

    [Fact]
    public void Execute_CountersOfTheConnection_BeginAnew()
    {
        _store.MustDefine("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        _store.Must("INSERT INTO t VALUES (5), (6)");
        Assert.Equal("[[0,0]]", _store.Rows("SELECT changes(), last_insert_rowid()"));
        var answer = _store.Apply(Records.Of(Records.Statement("INSERT INTO t VALUES (7), (8)"), Records.Statement("SELECT changes(), last_insert_rowid()")));
        Assert.EndsWith("\"rows\":[[2,8]]}]", Records.Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_LargestKeyOfAutoincrement_IsRefused()
    {
        _store.MustDefine("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)");
        Assert.Equal(AnswerCode.Constraint, _store.Apply("INSERT INTO t VALUES (9223372036854775807)").Code);
        _store.Must("INSERT INTO t VALUES (1)");
        Assert.Equal(AnswerCode.Constraint, _store.Apply("UPDATE t SET id = 9223372036854775807").Code);
        _store.Must("INSERT INTO t VALUES (NULL)");
        Assert.Equal("[[1],[2]]", _store.Rows("SELECT id FROM t"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a UNIQUE)")]
    [InlineData("CREATE TABLE t (a INTEGER PRIMARY KEY)")]
    [InlineData("CREATE TABLE t (rowid INTEGER PRIMARY KEY, _rowid_, oid, a)")]
    public void Execute_KeyAfterWhichKeysAreRandom_IsRefused(string table)
    {
        _store.MustDefine(table);
        _store.Must("INSERT INTO t (rowid) VALUES (9223372036854775806)");
        Assert.Equal(AnswerCode.Constraint, _store.Apply("INSERT INTO t (a) VALUES (NULL)").Code);
        Assert.Equal(AnswerCode.Constraint, _store.Apply("UPDATE t SET rowid = 9223372036854775807").Code);
        Assert.Equal(AnswerCode.Constraint, _store.Apply("INSERT INTO t (rowid) VALUES (9223372036854775807), (NULL) RETURNING rowid").Code);
        _store.Must("DELETE FROM t");
        _store.Must("INSERT INTO t (a) VALUES (1)");
        Assert.Equal("[[1]]", _store.Rows("SELECT rowid FROM t"));
        _store.AssertHashesHold();
    }

    [Fact]
    public void Execute_FaultAfterTheLastKey_IsTheRefusalOfThatKey()
    {
        _store.MustDefine("CREATE TABLE t (a)", "CREATE TABLE seen (a CHECK (a < 10))", "CREATE TRIGGER g AFTER INSERT ON t WHEN new.rowid < 9223372036854775807 BEGIN INSERT INTO seen VALUES (new.rowid); END");
        var answer = _store.Apply("INSERT INTO t (rowid) VALUES (9223372036854775807), (NULL)");
        Assert.Equal(AnswerCode.Constraint, answer.Code);
        Assert.Contains("largest allowed is 9223372036854775806", answer.Detail, StringComparison.Ordinal);
        Assert.Equal("[]", _store.Rows("SELECT * FROM t"));
    }

    [Fact]
    public void Execute_Clear_EmptiesInSpiteOfKeysAndTriggersAndKeepsCounters()
    {
        _store.MustDefine(
            "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE c (p REFERENCES p ON DELETE RESTRICT)", "CREATE TABLE log (x)",
            "CREATE TRIGGER no BEFORE DELETE ON p BEGIN SELECT RAISE(ABORT, 'never'); END", "CREATE TRIGGER yes AFTER DELETE ON c BEGIN INSERT INTO log VALUES (1); END");
        _store.Must("INSERT INTO p VALUES (41)");
        _store.Must("INSERT INTO c VALUES (41)");
        Assert.True(_store.Apply(new Operation { Kind = OperationKind.Clear }).IsOk);
        Assert.All(_store.Store.Tables.Hashes.Values, hash => Assert.Equal(Digest.Zero, hash));
        _store.AssertHashesHold();
        _store.Must("INSERT INTO p VALUES (NULL)");
        Assert.Equal("[[42]]", _store.Rows("SELECT id FROM p"));
        Assert.Equal(AnswerCode.Constraint, _store.Apply("DELETE FROM p").Code);
        Assert.Equal(AnswerCode.ForeignKey, _store.Apply("INSERT INTO c VALUES (7)").Code);
    }

    [Fact]
    public void Hashes_AddedColumnWithDefault_HoldForOldRows()
    {
        _store.MustDefine("CREATE TABLE t (a)");
        _store.Must("INSERT INTO t VALUES (1), (2), (3)");
        _store.MustDefine("ALTER TABLE t ADD COLUMN b REAL DEFAULT 5", "ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'c'");
        _store.AssertHashesHold();
        _store.Must("DELETE FROM t WHERE a = 1");
        _store.Must("UPDATE t SET a = 7 WHERE a = 2");
        _store.AssertHashesHold();
        Assert.Equal("[[7,5.0,\"c\"],[3,5.0,\"c\"]]", _store.Rows("SELECT * FROM t"));
    }

    [Fact]
    public void Hashes_TableDroppedAndMadeAnew_Hold()
    {
        _store.MustDefine("CREATE TABLE t (a)");
        _store.Must("INSERT INTO t VALUES (1)");
        var operation = Records.Of(Records.Statement("DROP TABLE t"), Records.Statement("CREATE TABLE t (a)"), Records.Statement("INSERT INTO t VALUES (2)"));
        Assert.True(_store.Apply(operation with { MayDefine = true }).IsOk);
        _store.AssertHashesHold();
    }

    [Fact]
    public void Hashes_DefinitionThatFailsLater_AreThoseOfBefore()
    {
        _store.MustDefine("CREATE TABLE t (a UNIQUE)");
        _store.Must("INSERT INTO t VALUES (1)");
        var before = _store.Store.Tables.Hashes;
        var operation = Records.Of(
            Records.Statement("ALTER TABLE t RENAME TO u"), Records.Statement("CREATE TABLE v AS SELECT * FROM u"), Records.Statement("INSERT INTO u VALUES (1)"));
        Assert.Equal(AnswerCode.Unique, _store.Apply(operation with { MayDefine = true }).Code);
        Assert.Equal(before, _store.Store.Tables.Hashes);
        _store.Must("INSERT INTO t VALUES (2)");
        _store.AssertHashesHold();
    }

    [Fact]
    public void Records_PurgeOfMany_GoesInSteps()
    {
        _store.Store.Begin();
        for (var lsn = 1; lsn <= SqliteRecordTable.MostPurged + 5; lsn++)
            _store.Store.Records.Add(Records.Operation(lsn));
        _store.Store.Commit(new StoreMeta());
        var last = new Lsn(SqliteRecordTable.MostPurged + 4);
        _store.Store.Records.Purge(last);
        Assert.Null(_store.Store.Records.Find(new Lsn(SqliteRecordTable.MostPurged)));
        Assert.NotNull(_store.Store.Records.Find(last));
        _store.Store.Records.Purge(last);
        Assert.Null(_store.Store.Records.Find(last));
        Assert.NotNull(_store.Store.Records.Find(last.Next));
    }

    [Fact]
    public void Try_SchemaScript_TellsWhatIsWrong()
    {
        Assert.Null(new SqliteSchemaTrial().Try("-- users\nCREATE TABLE t (a);\nCREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; SELECT 1; END;\nINSERT INTO t VALUES (1);"));
        Assert.Contains("syntax error", new SqliteSchemaTrial().Try("CREATE TABLE t (a); CREATE TABEL u (a);"), StringComparison.Ordinal);
        Assert.NotNull(new SqliteSchemaTrial().Try("CREATE TABLE t (a); COMMIT;"));
        Assert.NotNull(new SqliteSchemaTrial().Try("CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK);"));
    }
}
