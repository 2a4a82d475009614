using System.Text;
using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Database.Tests.Applying;

namespace Capstan.Database.Tests.Reading;

public sealed class SqliteQueryReaderTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c WHERE x < 0";

    private readonly StoreUnderTest _store = new();
    private readonly SqliteQueryReader _reader;

    public SqliteQueryReaderTests()
    {
        _store.MustDefine("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "CREATE VIEW hidden AS SELECT * FROM _log");
        _store.Must("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        _reader = new SqliteQueryReader(_store.File, new SqliteReaderSettings(), TimeProvider.System);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void Read_SeveralStatements_GivesRowsAndTheLsnOfTheirState()
    {
        var answer = Read(Query("SELECT * FROM t WHERE id = ?1", 2), "SELECT count(*) AS n FROM t");
        Assert.Equal("""[{"columns":["id","a"],"rows":[[2,"two"]]},{"columns":["n"],"rows":[[2]]}]""", Records.Text(answer));
        Assert.Equal(_store.Store.Meta.Applied, answer.Lsn);
        _store.Must("DELETE FROM t");
        Assert.Equal(_store.Store.Meta.Applied, Read(Query("SELECT 1")).Lsn);
    }

    [Fact]
    public void Read_AsObjects_NamesTheColumns() =>
        Assert.Equal("""[{"objects":[{"id":1,"a":"one"}]}]""", Records.Text(Read(Query("SELECT * FROM t LIMIT 1") with { Shape = RowShape.Objects })));

    [Fact]
    public void Read_CopyNotThatFar_IsNotYet()
    {
        Assert.Equal(AnswerCode.NotYet, Read(Query("SELECT 1") with { MinLsn = _store.Store.Meta.Applied.Next }).Code);
        Assert.True(Read(Query("SELECT 1") with { MinLsn = _store.Store.Meta.Applied }).IsOk);
    }

    [Fact]
    public void Read_WhileTheWriterIsInATransaction_SeesWhatIsCommitted()
    {
        _store.Store.Begin();
        _store.Store.Tables.Execute(_store.Next(), Records.Of(Records.Statement("DELETE FROM t")));
        Assert.Contains("[[2]]", Records.Text(Read(Query("SELECT count(*) FROM t"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AfterTheSchemaChanged_SeesTheNewOne()
    {
        Assert.Contains("[\"id\",\"a\"]", Records.Text(Read(Query("SELECT * FROM t"))), StringComparison.Ordinal);
        _store.MustDefine("ALTER TABLE t ADD COLUMN b DEFAULT 5");
        Assert.Contains("[\"id\",\"a\",\"b\"],\"rows\":[[1,\"one\",5]", Records.Text(Read(Query("SELECT * FROM t"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (3, 'x')", AnswerCode.Forbidden)]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM t", AnswerCode.Forbidden)]
    [InlineData("DROP TABLE t", AnswerCode.Forbidden)]
    [InlineData("PRAGMA query_only = OFF", AnswerCode.Forbidden)]
    [InlineData("SELECT * FROM pragma_database_list", AnswerCode.Forbidden)]
    [InlineData("ATTACH '/etc/passwd' AS x", AnswerCode.Forbidden)]
    [InlineData("VACUUM INTO '/tmp/x'", AnswerCode.Forbidden)]
    [InlineData("BEGIN", AnswerCode.Forbidden)]
    [InlineData("CREATE TEMP TABLE x (a)", AnswerCode.Forbidden)]
    [InlineData("SELECT * FROM _log", AnswerCode.Forbidden)]
    [InlineData("SELECT * FROM hidden", AnswerCode.Forbidden)]
    [InlineData("SELECT (SELECT value FROM _meta)", AnswerCode.Forbidden)]
    [InlineData("SELECT load_extension('x')", AnswerCode.Forbidden)]
    [InlineData("SELECT * FROM nothing", AnswerCode.InvalidSql)]
    [InlineData("SELECT ?", AnswerCode.InvalidSql)]
    [InlineData("SELECT 1; SELECT 2", AnswerCode.InvalidSql)]
    [InlineData("", AnswerCode.InvalidSql)]
    [InlineData("SELECT zeroblob(100000000)", AnswerCode.TooLarge)]
    [InlineData("SELECT abs(-9223372036854775808)", AnswerCode.InvalidSql)]
    public void Read_WhatIsWrongOrRefused_IsAnswered(string sql, AnswerCode code)
    {
        var answer = Read(Query(sql));
        Assert.True(answer.Code == code, $"{answer.Code}: {Records.Text(answer)}");
        Assert.Contains("[[2]]", Records.Text(Read(Query("SELECT count(*) FROM t"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HarmlessFunctions_Work() =>
        Assert.True(Read(Query("SELECT datetime('now'), random(), hex(randomblob(4)), (SELECT sum(value) FROM json_each('[1,2]')), (SELECT count(*) FROM sqlite_schema)")).IsOk);

    [Fact]
    public void Read_TheSchemaQuery_MayLookAtTheSchema()
    {
        Assert.Contains("[\"t\",\"a\",\"TEXT\",0]", Records.Text(Read(Query(SchemaQuery.Sql))), StringComparison.Ordinal);
        Assert.Equal(AnswerCode.Forbidden, Read(Query(SchemaQuery.Sql + " ")).Code);
    }

    [Fact]
    public void Read_TooManyRows_IsTooLarge()
    {
        Assert.Equal(AnswerCode.TooLarge, Read(Query("SELECT * FROM t") with { MaxRows = 1 }).Code);
        Assert.True(Read(Query("SELECT * FROM t") with { MaxRows = 2 }).IsOk);
    }

    [Fact]
    public void Read_LongerThanItsTime_IsTimeout() => Assert.Equal(AnswerCode.Timeout, Read(Query(Endless) with { TimeoutMilliseconds = 20 }).Code);

    [Fact]
    public async Task Read_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        var reading = Task.Run(() => _reader.Read(Query(Endless) with { TimeoutMilliseconds = 600_000 }, cancelled.Token), TestContext.Current.CancellationToken);
        cancelled.CancelAfter(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(Read(Query("SELECT 1")).IsOk);
    }

    [Fact]
    public async Task Read_ByManyThreadsBesideTheWriter_SeesWholeStates()
    {
        _store.MustDefine("CREATE TABLE pair (a, b)");
        _store.Must("INSERT INTO pair VALUES (0, 0)");
        using var ended = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadPairs(ended.Token), TestContext.Current.CancellationToken)).ToArray();
        for (var round = 1; round <= 200; round++)
            Assert.True(_store.Apply(Records.Of(Records.Statement("UPDATE pair SET a = ?", round), Records.Statement("UPDATE pair SET b = ?", round))).IsOk);
        await ended.CancelAsync();
        Assert.All(await Task.WhenAll(readers), count => Assert.True(count > 0));
    }

    private int ReadPairs(CancellationToken ended)
    {
        var (count, last) = (0, Lsn.None);
        do
        {
            var answer = Read(Query("SELECT a = b FROM pair"), "SELECT (SELECT a FROM pair) = (SELECT b FROM pair)");
            Assert.Equal(2, Encoding.UTF8.GetString(answer.Body.Span).Split("[[1]]").Length - 1);
            Assert.True(answer.Lsn >= last);
            (count, last) = (count + 1, answer.Lsn);
        }
        while (!ended.IsCancellationRequested);
        return count;
    }

    private static ReadQuery Query(string sql, params object?[] values) => new() { Statements = [Records.Statement(sql, values)] };

    private Answer Read(ReadQuery query, params string[] more) =>
        _reader.Read(query with { Statements = [.. query.Statements, .. more.Select(sql => Records.Statement(sql))] }, CancellationToken.None);
}
