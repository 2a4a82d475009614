using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Applying;

public abstract partial class StoreContract
{
    [Fact]
    public void Execute_Insert_TellsWhatChanged()
    {
        CreateTable();
        var answer = Apply(KeyValueSql.Insert, "a", 1);
        Assert.Equal(AnswerCode.Ok, answer.Code);
        Assert.Equal(new Lsn(_lsn), answer.Lsn);
        Assert.Equal("""[{"changes":1,"lastInsertRowId":0}]""", Records.Text(answer));
    }

    [Fact]
    public void Execute_StatementThatReturnsRows_GivesThem()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "b", 2);
        Apply(KeyValueSql.Insert, "a", 1);
        Assert.Equal(
            """[{"changes":0,"lastInsertRowId":0,"columns":["k","v"],"rows":[["a",1],["b",2]]}]""", Records.Text(Rows()));
        Assert.Equal(
            """[{"changes":0,"lastInsertRowId":0,"columns":["v"],"rows":[]}]""", Records.Text(Apply(KeyValueSql.Select, "none")));
    }

    [Fact]
    public void Execute_SeveralStatements_GivesAResultForEach()
    {
        CreateTable();
        var answer = Apply(Records.Of(
            Records.Statement(KeyValueSql.Upsert, "a", 1),
            Records.Statement(KeyValueSql.Swap, "a", 2, 3),
            Records.Statement(KeyValueSql.Swap, "a", 1, 2),
            Records.Statement(KeyValueSql.Delete, "a")));
        Assert.Equal(
            """[{"changes":1,"lastInsertRowId":0},{"changes":0,"lastInsertRowId":0},{"changes":1,"lastInsertRowId":0},{"changes":1,"lastInsertRowId":0}]""",
            Records.Text(answer));
        Assert.EndsWith("\"rows\":[]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyValueSql.Insert, "a", 5, AnswerCode.Unique)]
    [InlineData(KeyValueSql.Insert, "b", -5, AnswerCode.Check)]
    [InlineData(KeyValueSql.Insert, "b", null, AnswerCode.NotNull)]
    [InlineData(KeyValueSql.Insert, null, 5, AnswerCode.NotNull)]
    [InlineData(KeyValueSql.Upsert, "a", -5, AnswerCode.Check)]
    [InlineData(KeyValueSql.Upsert, "a", null, AnswerCode.NotNull)]
    [InlineData(KeyValueSql.Add, "a", -2, AnswerCode.Check)]
    [InlineData("INSERT INTO nothing (k) VALUES (?1, ?2)", "a", 5, AnswerCode.InvalidSql)]
    [InlineData("INSRT", "a", 5, AnswerCode.InvalidSql)]
    public void Execute_FailingLastStatement_UndoesTheWholeOperation(string sql, string? key, int? value, AnswerCode code)
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        var before = _store.Tables.Hashes["kv"];
        var answer = Apply(Records.Of(
            Records.Statement(KeyValueSql.Insert, "z", 9), Records.Statement(KeyValueSql.Delete, "a"),
            Records.Statement(KeyValueSql.Insert, "a", 1), Records.Statement(sql, key, value)));
        Assert.Equal(code, answer.Code);
        Assert.NotEmpty(answer.Detail);
        Assert.Equal(before, _store.Tables.Hashes["kv"]);
        Assert.EndsWith("\"rows\":[[\"a\",1]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_FailureAmongOthersOfOneTransaction_LeavesTheOthers()
    {
        CreateTable();
        _store.Begin();
        Assert.True(_store.Tables.Execute(NextRecord(), Records.Of(Records.Statement(KeyValueSql.Insert, "a", 1))).IsOk);
        Assert.Equal(AnswerCode.Unique,
            _store.Tables.Execute(NextRecord(), Records.Of(Records.Statement(KeyValueSql.Upsert, "b", 2), Records.Statement(KeyValueSql.Insert, "a", 2))).Code);
        Assert.True(_store.Tables.Execute(NextRecord(), Records.Of(Records.Statement(KeyValueSql.Insert, "c", 3))).IsOk);
        _store.Commit(_store.Meta);
        Assert.EndsWith("\"rows\":[[\"a\",1],[\"c\",3]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_ExpectsRowsAndChangesNone_IsNothingMatchedWithoutEffect()
    {
        CreateTable();
        var answer = Apply(Records.Of(
            Records.Statement(KeyValueSql.Insert, "a", 1), Records.Statement(KeyValueSql.Swap, "a", 7, 8) with { ExpectsRows = true }));
        Assert.Equal(AnswerCode.NothingMatched, answer.Code);
        Assert.EndsWith("\"rows\":[]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_ExpectsRowsAndReturnsSome_IsOk()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        Assert.True(Apply(Records.Of(Records.Statement(KeyValueSql.Select, "a") with { ExpectsRows = true })).IsOk);
        Assert.Equal(AnswerCode.NothingMatched, Apply(Records.Of(Records.Statement(KeyValueSql.Select, "b") with { ExpectsRows = true })).Code);
    }

    [Fact]
    public void Execute_Now_IsTheRecordsLogTime()
    {
        CreateTable();
        Apply(Records.Of(Records.Statement(KeyValueSql.Stamp, "a")), logTime: 1_234_567_890_999);
        Assert.EndsWith("\"rows\":[[\"a\",1234567890]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WrongNumberOfValues_IsInvalid()
    {
        CreateTable();
        Assert.Equal(AnswerCode.InvalidSql, Apply(KeyValueSql.Insert, "a").Code);
        Assert.Equal(AnswerCode.InvalidSql, Apply(KeyValueSql.Insert, "a", 1, 2).Code);
    }

    [Fact]
    public void Execute_UnknownFunction_IsInvalid() => Assert.Equal(AnswerCode.InvalidSql, Apply(KeyValueSql.Crash).Code);

    [Fact]
    public void Execute_Definition_NeedsTheRight()
    {
        Assert.Equal(AnswerCode.Forbidden, Apply(KeyValueSql.Create).Code);
        CreateTable();
        Assert.Equal(AnswerCode.Forbidden, Apply(KeyValueSql.Drop).Code);
        Assert.True(Apply(Records.Of(Records.Statement(KeyValueSql.Drop)) with { MayDefine = true }).IsOk);
        Assert.Empty(_store.Tables.Hashes);
    }

    [Fact]
    public void Execute_Schema_IsAllOrNothing()
    {
        var twice = new Operation { Kind = OperationKind.Schema, Statements = [Records.Statement($"{KeyValueSql.Create};\n{KeyValueSql.Create};")] };
        Assert.Equal(AnswerCode.InvalidSql, Apply(twice).Code);
        Assert.Empty(_store.Tables.Hashes);
        var once = new Operation { Kind = OperationKind.Schema, Statements = [Records.Statement($"{KeyValueSql.Create};\n")] };
        var answer = Apply(once);
        Assert.Equal("[]", Records.Text(answer));
        Assert.Equal(Digest.Zero, Assert.Single(_store.Tables.Hashes).Value);
    }

    [Fact]
    public void Execute_Clear_EmptiesTheTable()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        var answer = Apply(new Operation { Kind = OperationKind.Clear });
        Assert.Equal("[]", Records.Text(answer));
        Assert.Equal(Digest.Zero, _store.Tables.Hashes["kv"]);
        Assert.EndsWith("\"rows\":[]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }
}
