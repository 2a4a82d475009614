using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Applying;

public abstract partial class StoreContract
{
    [Fact]
    public void Hashes_AfterAnything_EqualTheRecomputedOnes()
    {
        CreateTable();
        var chance = new Random(4711);
        for (var round = 0; round < 200; round++)
        {
            var key = "k" + chance.Next(20);
            Apply(chance.Next(4) switch
            {
                0 => Records.Of(Records.Statement(KeyValueSql.Insert, key, chance.Next(100))),
                1 => Records.Of(Records.Statement(KeyValueSql.Upsert, key, chance.Next(-20, 100))),
                2 => Records.Of(Records.Statement(KeyValueSql.Add, key, chance.Next(-50, 50)), Records.Statement(KeyValueSql.Add, key, -30)),
                _ => Records.Of(Records.Statement(KeyValueSql.Delete, key)),
            });
        }

        Assert.NotEqual(Digest.Zero, _store.Tables.Hashes["kv"]);
        Assert.Equal(_store.Tables.Recompute(), _store.Tables.Hashes);
    }

    [Fact]
    public void Hashes_SameRowsInAnotherOrder_AreEqual()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        Apply(KeyValueSql.Insert, "b", 2);
        var hash = _store.Tables.Hashes["kv"];
        Apply(KeyValueSql.Delete, "a");
        Assert.NotEqual(hash, _store.Tables.Hashes["kv"]);
        Apply(KeyValueSql.Upsert, "b", 1);
        Apply(KeyValueSql.Insert, "a", 2);
        Assert.NotEqual(hash, _store.Tables.Hashes["kv"]);
        Apply(KeyValueSql.Swap, "a", 2, 1);
        Apply(KeyValueSql.Add, "b", 1);
        Assert.Equal(hash, _store.Tables.Hashes["kv"]);
    }

    [Fact]
    public void Hashes_AfterACrash_AreThoseOfTheCommittedRows()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        var hash = _store.Tables.Hashes["kv"];
        _store.Begin();
        _store.Tables.Execute(NextRecord(), Records.Of(Records.Statement(KeyValueSql.Insert, "b", 1)));
        Assert.NotEqual(hash, _store.Tables.Hashes["kv"]);
        Reopen();
        Assert.Equal(hash, _store.Tables.Hashes["kv"]);
        Assert.Equal(_store.Tables.Recompute(), _store.Tables.Hashes);
    }

    [Fact]
    public void Load_File_ReplacesTheTablesAndNothingElse()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        var hash = _store.Tables.Hashes["kv"];
        var file = _fixture.Save();
        Apply(KeyValueSql.Upsert, "a", 2);
        Apply(KeyValueSql.Insert, "b", 3);
        var record = NextRecord();
        _store.Begin();
        _store.Records.Add(Records.Operation(1));
        Assert.Equal("[]", Records.Text(_store.Tables.Load(record, file)));
        _store.Commit(_store.Meta with { Applied = record.Lsn });
        Assert.Equal(hash, _store.Tables.Hashes["kv"]);
        Assert.Equal(_store.Tables.Recompute(), _store.Tables.Hashes);
        Assert.Equal(record.Lsn, _store.Meta.Applied);
        Assert.NotNull(_store.Records.Find(new Lsn(1)));
        Assert.EndsWith("\"rows\":[[\"a\",1]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_File_AddsItsRowsToThoseThere()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "b", 2);
        var file = _fixture.Save();
        Apply(KeyValueSql.Delete, "b");
        Apply(KeyValueSql.Insert, "a", 1);

        Assert.Equal("""[{"table":"kv","rows":1,"created":false}]""", Records.Text(Import(file)));

        Assert.EndsWith("\"rows\":[[\"a\",1],[\"b\",2]]}]", Records.Text(Rows()), StringComparison.Ordinal);
        Reopen();
        Assert.Equal(_store.Tables.Recompute(), _store.Tables.Hashes);
        Assert.EndsWith("\"rows\":[[\"a\",1],[\"b\",2]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_FileWithARowThatIsThere_HasNoEffectAndNamesIt()
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        Apply(KeyValueSql.Insert, "b", 2);
        var file = _fixture.Save();
        Apply(KeyValueSql.Delete, "a");
        var before = _store.Tables.Hashes["kv"];

        var answer = Import(file);

        Assert.Equal(AnswerCode.Unique, answer.Code);
        Assert.Equal("Table kv, row 2: UNIQUE constraint failed: kv.k", answer.Detail);
        Assert.Equal(before, _store.Tables.Hashes["kv"]);
        Assert.EndsWith("\"rows\":[[\"b\",2]]}]", Records.Text(Rows()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Import_TableThatIsNotThere_IsCreatedOnlyWhenItMayBe(bool mayDefine)
    {
        CreateTable();
        Apply(KeyValueSql.Insert, "a", 1);
        var file = _fixture.Save();
        Assert.True(Apply(Records.Of(Records.Statement(KeyValueSql.Drop)) with { MayDefine = true }).IsOk);

        var answer = Import(file, mayDefine);

        Assert.Equal(mayDefine ? AnswerCode.Ok : AnswerCode.InvalidSql, answer.Code);
        Assert.Equal(mayDefine, _store.Tables.Hashes.ContainsKey("kv"));
        Assert.Equal(_store.Tables.Recompute(), _store.Tables.Hashes);
        if (mayDefine)
            Assert.Equal("""[{"table":"kv","rows":1,"created":true}]""", Records.Text(answer));
    }

    private Answer Import(string file, bool mayDefine = false)
    {
        var record = NextRecord();
        _store.Begin();
        var answer = _store.Tables.Import(record, file, mayDefine);
        _store.Commit(_store.Meta with { Applied = record.Lsn });
        return answer;
    }
}
