using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Applying;

/// <summary>What the twin can do beyond the contract.</summary>
public sealed class MemoryDiskTests
{
    private readonly MemoryDisk _disk = new();

    [Fact]
    public void LosePower_NotDurable_GoesBackThatManyCommits()
    {
        var store = _disk.Open(isDurable: false);
        for (var lsn = 1; lsn <= 5; lsn++)
            Commit(store, lsn);
        _disk.LosePower(2);
        Assert.Equal(new Lsn(3), _disk.Open(isDurable: false).Meta.Applied);
        Assert.Null(_disk.Committed.Records.Find(new Lsn(4)));
    }

    [Fact]
    public void LosePower_Durable_LosesNothing()
    {
        Commit(_disk.Open(isDurable: true), 1);
        _disk.LosePower(5);
        Assert.Equal(new Lsn(1), _disk.Committed.Meta.Applied);
    }

    [Fact]
    public void Records_AfterGoingBack_GrowApart()
    {
        var store = _disk.Open(isDurable: false);
        Commit(store, 1);
        Commit(store, 2);
        var other = _disk.Clone();
        _disk.LosePower(1);
        var again = RecordHash.Seal(Records.Operation(2) with { LogTime = 5 });
        var reopened = _disk.Open(isDurable: false);
        reopened.Begin();
        reopened.Records.Add(again);
        reopened.Commit(new StoreMeta { Applied = new Lsn(2) });
        Commit(other.Open(isDurable: false), 3);
        Assert.Equal(again.Hash, _disk.Committed.Records.Find(new Lsn(2))?.Hash);
        Assert.Equal(Records.Operation(2).Hash, other.Committed.Records.Find(new Lsn(2))?.Hash);
        Assert.Null(_disk.Committed.Records.Find(new Lsn(3)));
    }

    [Fact]
    public void FailAt_Commit_FailsThereAndKeepsThePreviousState()
    {
        var store = _disk.Open(isDurable: true);
        Commit(store, 1);
        _disk.FailAt(StoreStep.Commit, count: 2);
        Commit(store, 2);
        Assert.Throws<StoreFailedException>(() => Commit(store, 3));
        Assert.Throws<ObjectDisposedException>(store.Begin);
        Assert.Equal(new Lsn(2), _disk.Open(isDurable: true).Meta.Applied);
    }

    [Fact]
    public void Crashes_PoisonedRecord_EndsTheProcess()
    {
        _disk.Crashes = record => record.Lsn == new Lsn(1);
        var store = _disk.Open(isDurable: true);
        store.Begin();
        var poison = Records.Of(Records.Statement(KeyValueSql.Crash));
        Assert.Throws<SimulatedCrashException>(() => store.Tables.Execute(Records.Operation(1), poison));
        Assert.Equal(AnswerCode.InvalidSql, store.Tables.Execute(Records.Operation(2), poison).Code);
    }

    private static void Commit(IReplicaStore store, long lsn)
    {
        store.Begin();
        store.Records.Add(Records.Operation(lsn));
        store.Commit(new StoreMeta { Applied = new Lsn(lsn) });
    }
}
