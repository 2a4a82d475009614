using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

/// <summary>A log whose front was purged, and no snapshot leads to where it begins now.</summary>
public sealed class LostFrontTests
{
    private static readonly LogPosition First = new(6);

    [Fact]
    public void OnGap_NothingIsLeftInTheLog_LogGoesOnFromASnapshotOfTheMostAdvanced()
    {
        var rig = Cut(out var effects);
        Assert.Equal(new LogPosition(5), Assert.Single(effects.OfType<WorkerEffect.ReadLog>()).After);
        rig.Core.OnLog([], rig.Now);
        Assert.True(rig.Core.IsReady);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(4), rig.Now);
        Assert.Single(rig.Core.OnLog([At(6, CoreRig.Marker(4, CoreRig.Self))], rig.Now).OfType<WorkerEffect.MakeSnapshot>());
        var snapshot = new Snapshot(new Lsn(5), rig.Replica.Chain, new Epoch(4), new LogPosition(6), Digest.Of([1]), 1);
        var record = rig.Core.OnSnapshot(snapshot, rig.Now).OfType<WorkerEffect.Append>().Single().Records.Single();

        Assert.Equal((RecordKind.Base, new Lsn(5)), (record.Kind, record.Lsn));
        Assert.Single(rig.Core.OnLog([At(7, record)], rig.Now).OfType<WorkerEffect.TakeLead>());
        Assert.False(rig.Replica.LacksFront);
    }

    [Fact]
    public void OnGap_SnapshotReaches_ReadsOnFromIt()
    {
        var rig = Cut(out var effects, new Snapshot(new Lsn(3), Digest.Of([3]), new Epoch(3), new LogPosition(5), Digest.Of([1]), 1));

        Assert.Equal(new LogPosition(5), Assert.Single(effects.OfType<WorkerEffect.ReadLog>()).After);
        Assert.Equal(new Lsn(3), rig.Replica.Scan.Lsn);
        Assert.False(rig.Replica.LacksFront);
    }

    /// <summary>The stored position is the last one that was purged: there is no message any more by which to know it again.</summary>
    [Fact]
    public void OnGap_StoredPositionIsJustBeforeTheFirst_CatchesUp()
    {
        var rig = Cut(out _, end: new LogPosition(6), new Snapshot(new Lsn(5), Digest.Of([3]), new Epoch(3), new LogPosition(6), Digest.Of([1]), 1));

        rig.Core.OnLog([], rig.Now);

        Assert.True(rig.Core.IsReady);
    }

    /// <summary>The log was made anew, and a snapshot of the old one stands at a number that is one of the new log's by chance.</summary>
    [Fact]
    public void OnLog_SnapshotIsOfAnEarlierLog_ReadsAllThatIsLeft()
    {
        var rig = Cut(out _, new LogPosition(9), new Snapshot(new Lsn(5), Digest.Of([3]), new Epoch(3), new LogPosition(9), Digest.Of([1]), 1));

        var effects = rig.Core.OnLog([At(10, CoreRig.Insert(4, 7, Digest.Of([8]), "k7"))], rig.Now);

        Assert.Equal(new LogPosition(9), Assert.Single(effects.OfType<WorkerEffect.ReadLog>()).After);
        Assert.Empty(effects.OfType<WorkerEffect.End>());
        Assert.True(rig.Replica.LacksFront);
        Assert.False(rig.Core.IsReady);
    }

    /// <summary>The newest one is of an earlier log; the one before it is not.</summary>
    [Fact]
    public void OnLog_SnapshotIsOfAnEarlierLog_ReadsOnFromTheNext()
    {
        var history = CoreRig.History(5, epoch: 3);
        var stale = new Snapshot(new Lsn(5), history[4].Hash, new Epoch(3), new LogPosition(9), Digest.Of([1]), 1);
        var rig = Cut(out _, new LogPosition(9), stale, new Snapshot(new Lsn(2), history[1].Hash, new Epoch(2), new LogPosition(9), Digest.Of([2]), 1));

        rig.Core.OnLog([At(11, CoreRig.Insert(4, 7, Digest.Of([8]), "k7"))], rig.Now);
        Assert.Equal(new Lsn(2), rig.Replica.Scan.Lsn);
        rig.Core.OnLog([At(10, CoreRig.Marker(4, CoreRig.Other)), At(11, history[2] with { Epoch = new Epoch(4) })], rig.Now);

        Assert.Equal(new Lsn(3), rig.Replica.Scan.Lsn);
        Assert.True(rig.Core.IsReady);
    }

    /// <summary>The marker that a record stands behind went with the front: so may records that this copy lacks.</summary>
    [Theory]
    [InlineData(RecordKind.Operation)]
    [InlineData(RecordKind.Base)]
    [InlineData(RecordKind.Checkpoint)]
    public void OnLog_RecordWithoutItsMarker_Fails(RecordKind kind)
    {
        var rig = Cut(out _);

        var effects = rig.Core.OnLog([At(6, CoreRig.History(1, epoch: 3)[0] with { Kind = kind })], rig.Now);

        Assert.Equal(WorkerEnd.Failed, Assert.Single(effects.OfType<WorkerEffect.End>()).Reason);
    }

    /// <summary>Its leader went on from records that went with the front.</summary>
    [Fact]
    public void OnLog_RecordLeapsBehindItsMarker_Fails()
    {
        var rig = Cut(out _);

        var effects = rig.Core.OnLog([At(6, CoreRig.Marker(4, CoreRig.Other)), At(7, CoreRig.Insert(4, 9, Digest.Of([8]), "k9"))], rig.Now);

        Assert.Equal(WorkerEnd.Failed, Assert.Single(effects.OfType<WorkerEffect.End>()).Reason);
    }

    [Fact]
    public void OnLog_RecordOfAnEpochBelowTheMarker_IsVoid()
    {
        var rig = Cut(out _);

        var effects = rig.Core.OnLog([At(6, CoreRig.Marker(4, CoreRig.Other)), At(7, CoreRig.Insert(3, 9, Digest.Of([8]), "k9"))], rig.Now);

        Assert.Empty(effects.OfType<WorkerEffect.End>());
        Assert.True(rig.Replica.LacksFront);
    }

    /// <summary>A leader that read the front says nothing about a copy that did not.</summary>
    [Fact]
    public void Checkpoint_BeforeItIsKnownWhereTheLogStands_IsNoWord()
    {
        var checkpoint = new LogRecord { Kind = RecordKind.Checkpoint, Epoch = new Epoch(4), Body = new CheckpointBody(default, new Dictionary<string, Digest>()).Encode() };
        var rig = Cut(out _);
        rig.Core.OnLog([At(6, CoreRig.Marker(4, CoreRig.Other)), At(7, checkpoint)], rig.Now);
        Assert.False(rig.Core.KnowsLog);

        var body = new BaseBody(rig.Replica.Chain, Digest.Of([1])).Encode();
        var record = RecordHash.Seal(new LogRecord { Kind = RecordKind.Base, Epoch = new Epoch(4), Lsn = new Lsn(5), Request = new RequestId("base:4"), Body = body });
        rig.Core.OnLog([At(8, record), At(9, checkpoint)], rig.Now);
        Assert.True(rig.Core.KnowsLog);
    }

    /// <summary>Such a copy may lack what others were told: no read takes it for one that has read all.</summary>
    [Fact]
    public void Report_BeforeItIsKnownWhereTheLogStands_SaysFarBehind()
    {
        var rig = Cut(out _);

        var report = rig.Core.OnLog([At(6, CoreRig.Marker(4, CoreRig.Other))], rig.Now).OfType<WorkerEffect.Report>().Last();

        Assert.Equal(LogPosition.None, report.State.Position);
    }

    /// <summary>A worker that read on without a break still judges by epochs which the log does not show any more.</summary>
    [Theory]
    [InlineData(0, 3)]
    [InlineData(8, 8)]
    public void TakeEpoch_LogTellsNoEpoch_AsksAboveAllThatIsKnown(long ofAnother, long above)
    {
        var rig = Cut(out _);
        rig.Core.OnLog([], rig.Now);

        var effects = rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(5, ofAnother)), rig.Now);

        Assert.Equal(new Epoch(above), Assert.Single(effects.OfType<WorkerEffect.TakeEpoch>()).Above);
    }

    [Fact]
    public void OnGap_WhileItTriesToLead_Ends()
    {
        var rig = new CoreRig().Started();
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);

        var effects = rig.Core.OnGap(First, [], rig.Now);

        Assert.Equal(WorkerEnd.StepDown, Assert.Single(effects.OfType<WorkerEffect.End>()).Reason);
    }

    private static CoreRig Cut(out IReadOnlyList<WorkerEffect> effects, params Snapshot[] snapshots) => Cut(out effects, new LogPosition(5), snapshots);

    /// <summary>Holds records 1 to 5 of epoch 3, read up to position 6, and finds a log that begins behind its end.</summary>
    private static CoreRig Cut(out IReadOnlyList<WorkerEffect> effects, LogPosition end, params Snapshot[] snapshots)
    {
        var disk = new MemoryDisk();
        var before = new CoreRig(disk).Started();
        foreach (var record in CoreRig.History(5, epoch: 3).Prepend(CoreRig.Marker(3, CoreRig.Other)))
            before.Read(record);
        before.Replica.Store.Records.Purge(new Lsn(4));
        var rig = new CoreRig(disk);
        rig.Core.Start(end, rig.Now);
        effects = rig.Core.OnGap(end.Next, snapshots, rig.Now);
        return rig;
    }

    private static LogMessage At(long position, params LogRecord[] records) =>
        new(new LogPosition(position), Digest.Of(RecordCodec.Encode(records)), records);
}
