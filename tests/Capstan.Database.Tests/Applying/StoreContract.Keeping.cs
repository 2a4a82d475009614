using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

public abstract partial class StoreContract
{
    private static readonly StoreMeta Full = new()
    {
        ScanEpoch = new Epoch(3),
        ScanLsn = new Lsn(5),
        Applied = new Lsn(4),
        Chain = Digest.Of([1]),
        ScanChain = Digest.Of([2]),
        Position = new LogPosition(77),
        PositionDigest = Digest.Of([3]),
        LogTime = 12345,
    };

    [Fact]
    public void Meta_OfANewCopy_IsAllNone() => Assert.Equal(new StoreMeta(), _store.Meta);

    [Fact]
    public void Commit_Meta_SurvivesACrash()
    {
        _store.Begin();
        _store.Commit(Full);
        Assert.Equal(Full, _store.Meta);
        Reopen();
        Assert.Equal(Full, _store.Meta);
    }

    [Fact]
    public void Crash_BeforeTheCommit_LeavesNothing()
    {
        _store.Begin();
        _store.Records.Add(Records.Operation(1));
        _store.Answers.Put(AnswerTo("r1", expires: 10));
        Assert.NotNull(_store.Records.Find(new Lsn(1)));
        Assert.NotNull(_store.Answers.Find(new RequestId("r1")));
        Reopen();
        Assert.Null(_store.Records.Find(new Lsn(1)));
        Assert.Null(_store.Answers.Find(new RequestId("r1")));
        Assert.Equal(0, _store.Answers.CountKeyed(0));
    }

    [Fact]
    public void Records_Find_GivesEverythingBack()
    {
        var record = RecordHash.Seal(Records.Operation(1) with
        {
            Epoch = new Epoch(9),
            IsKeyed = true,
            Deadline = 17,
            BodyHash = Digest.Of([7]),
            Seed = long.MinValue,
            Previous = Digest.Of([8]),
            Body = new byte[] { 1, 2, 3 },
            Kind = RecordKind.Restore,
        });
        _store.Begin();
        _store.Records.Add(record);
        _store.Commit(new StoreMeta());
        Reopen();
        var found = _store.Records.Find(new Lsn(1));
        Assert.NotNull(found);
        Assert.Equal(RecordCodec.Encode([record]), RecordCodec.Encode([found]));
    }

    [Fact]
    public void Records_Purge_DropsUpToAndIncluding()
    {
        _store.Begin();
        for (var lsn = 5; lsn <= 20; lsn++)
            _store.Records.Add(Records.Operation(lsn));
        _store.Commit(new StoreMeta());
        _store.Records.Purge(new Lsn(9));
        Reopen();
        Assert.Null(_store.Records.Find(new Lsn(9)));
        Assert.Equal(new Lsn(10), _store.Records.Find(new Lsn(10))?.Lsn);
        Assert.Equal(new Lsn(20), _store.Records.Find(new Lsn(20))?.Lsn);
        Assert.Null(_store.Records.Find(new Lsn(21)));
    }

    [Fact]
    public void Answers_Put_ReplacesAnExpiredOne()
    {
        _store.Begin();
        _store.Answers.Put(AnswerTo("a", expires: 10));
        _store.Answers.Put(AnswerTo("a", expires: 30, isKeyed: true));
        _store.Commit(new StoreMeta());
        Reopen();
        Assert.Equal(AnswerTo("a", expires: 30, isKeyed: true), _store.Answers.Find(new RequestId("a")));
        Assert.Equal(1, _store.Answers.CountKeyed(0));
    }

    /// <summary>A leader looks for a write when it takes it; one that is not known then is when it was carried out, and again once that is forgotten.</summary>
    [Fact]
    public void Answers_Find_OneThatWasNotThereBefore_FollowsPutAndPurge()
    {
        var request = new RequestId("a");
        for (var round = 1; round <= 2; round++)
        {
            Assert.Null(_store.Answers.Find(request));
            Assert.Null(_store.Answers.Find(request));
            _store.Begin();
            _store.Answers.Put(AnswerTo("a", expires: 10, isKeyed: true));
            Assert.Equal(AnswerTo("a", expires: 10, isKeyed: true), _store.Answers.Find(request));
            _store.Commit(new StoreMeta());
            Assert.Equal(AnswerTo("a", expires: 10, isKeyed: true), _store.Answers.Find(request));
            Assert.Equal(1, _store.Answers.CountKeyed(0));
            _store.Answers.Purge(20);
        }

        Assert.Equal(0, _store.Answers.CountKeyed(0));
    }

    [Fact]
    public void Answers_Find_ManyThatAreNotThere_KnowsThoseThatCome()
    {
        var requests = Enumerable.Range(0, 10_000).Select(i => new RequestId($"r{i}")).ToList();
        Assert.All(requests, request => Assert.Null(_store.Answers.Find(request)));
        _store.Begin();
        foreach (var request in requests)
            _store.Answers.Put(AnswerTo(request.Value, expires: 10));
        _store.Commit(new StoreMeta());
        Assert.All(requests, request => Assert.NotNull(_store.Answers.Find(request)));
    }

    [Fact]
    public void Answers_CountKeyed_CountsKeysThatExpireLater()
    {
        _store.Begin();
        _store.Answers.Put(AnswerTo("a", expires: 10, isKeyed: true));
        _store.Answers.Put(AnswerTo("b", expires: 20, isKeyed: true));
        _store.Answers.Put(AnswerTo("c", expires: 30, isKeyed: true));
        _store.Answers.Put(AnswerTo("d", expires: 30));
        Assert.Equal(3, _store.Answers.CountKeyed(9));
        Assert.Equal(2, _store.Answers.CountKeyed(10));
        _store.Commit(new StoreMeta());
        Reopen();
        Assert.Equal(3, _store.Answers.CountKeyed(9));
        Assert.Equal(1, _store.Answers.CountKeyed(20));
        Assert.Equal(0, _store.Answers.CountKeyed(30));
    }

    [Fact]
    public void Answers_Purge_DropsWhatExpiredBefore()
    {
        _store.Begin();
        _store.Answers.Put(AnswerTo("a", expires: 10, isKeyed: true));
        _store.Answers.Put(AnswerTo("b", expires: 20));
        _store.Answers.Put(AnswerTo("c", expires: 30, isKeyed: true));
        _store.Answers.Purge(20);
        _store.Commit(new StoreMeta());
        Assert.Null(_store.Answers.Find(new RequestId("a")));
        Assert.NotNull(_store.Answers.Find(new RequestId("b")));
        Assert.Equal(1, _store.Answers.CountKeyed(0));
        _store.Answers.Purge(31);
        Reopen();
        Assert.Null(_store.Answers.Find(new RequestId("b")));
        Assert.Null(_store.Answers.Find(new RequestId("c")));
        Assert.Equal(0, _store.Answers.CountKeyed(0));
    }

    [Fact]
    public void Begin_InAnOpenTransaction_IsRefused()
    {
        _store.Begin();
        Assert.Throws<InvalidOperationException>(_store.Begin);
    }

    [Fact]
    public void Changes_WithoutATransaction_AreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => _store.Records.Add(Records.Operation(1)));
        Assert.Throws<InvalidOperationException>(() => _store.Answers.Put(AnswerTo("a", expires: 10)));
        Assert.Throws<InvalidOperationException>(() => _store.Commit(new StoreMeta()));
        Assert.Throws<InvalidOperationException>(() => _store.Tables.Execute(Records.Operation(1), new Operation { Kind = OperationKind.Clear }));
    }

    [Fact]
    public void Members_AfterDispose_AreRefused()
    {
        _store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _store.Meta);
        Assert.Throws<ObjectDisposedException>(_store.Begin);
    }

    private static StoredAnswer AnswerTo(string request, long expires, bool isKeyed = false) => new(
        new RequestId(request), isKeyed, Digest.Of([5]), new Answer(AnswerCode.Ok, new Lsn(3), new byte[] { 91, 93 }), expires);
}
