using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

public sealed class WorkerCoreTests
{
    /// <summary>Owner of a marker from an earlier life.</summary>
    private static readonly Guid Former = new(9, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    [Fact]
    public void Election_StepByStep_EndsWithConsuming()
    {
        var rig = new CoreRig().Started();
        Assert.True(rig.Core.IsReady);
        Assert.Single(rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now).OfType<WorkerEffect.TakeEpoch>());
        Assert.Equal(WorkerRole.Asking, rig.Core.Role);
        Assert.Single(rig.Core.OnEpoch(new Epoch(1), rig.Now).OfType<WorkerEffect.Append>());
        Assert.Equal(WorkerRole.Draining, rig.Core.Role);
        Assert.Single(rig.Read(CoreRig.Marker(1, CoreRig.Self)).OfType<WorkerEffect.TakeLead>());
        Assert.Equal(WorkerRole.Claiming, rig.Core.Role);
        Assert.Single(rig.Core.OnLead(true, rig.Now).OfType<WorkerEffect.ConsumeWrites>());
        Assert.Equal(WorkerRole.Leading, rig.Core.Role);
        Assert.True(rig.Core.KnowsLog);
    }

    [Fact]
    public void OnLog_MarkerOfTheSameEpochByAnother_IsNotMine()
    {
        var rig = new CoreRig().Started();
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(1), rig.Now);

        var effects = rig.Read(CoreRig.Marker(1, CoreRig.Other));

        Assert.Empty(effects.OfType<WorkerEffect.TakeLead>());
        Assert.Single(effects.OfType<WorkerEffect.TakeEpoch>());
    }

    /// <summary>The first in the order would otherwise take the lead from the next one as soon as that has it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnLog_MarkerOfOneThatIsThere_GivesItATurnWhileItStays(bool stays)
    {
        var rig = new CoreRig().Started();
        var peer = CoreRig.Peer(0, 2);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), peer), rig.Now);
        rig.Core.OnEpoch(new Epoch(1), rig.Now);

        var overtaken = rig.Read(CoreRig.Marker(2, CoreRig.Other));
        rig.Now += new CoreSettings().Turn - TimeSpan.FromMilliseconds(1);
        var waiting = rig.Core.OnTick(rig.Now);
        rig.Now += TimeSpan.FromMilliseconds(stays ? 1 : 0);
        var after = stays ? rig.Core.OnTick(rig.Now) : rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);

        Assert.Empty(overtaken.Concat(waiting).OfType<WorkerEffect.TakeEpoch>());
        Assert.Single(after.OfType<WorkerEffect.TakeEpoch>());
    }

    /// <summary>A leader's own marker may be the newest one: its end is no reason to wait.</summary>
    [Fact]
    public void OnMembers_LeaderIsNoneAnyMoreButStillThere_IsFollowedAtOnce()
    {
        var rig = new CoreRig().Started();
        var peer = CoreRig.Peer(0, 1);
        rig.Core.OnMembers(CoreRig.View(CoreRig.Other, rig.Me(), peer) with { LeaderEpoch = new Epoch(1) }, rig.Now);
        rig.Read(CoreRig.Marker(1, CoreRig.Other));

        var effects = rig.Core.OnMembers(CoreRig.View(null, rig.Me(), peer), rig.Now);

        Assert.Single(effects.OfType<WorkerEffect.TakeEpoch>());
    }

    /// <summary>All whose turn came while nobody could lead would race at its end, and the first of them need not win.</summary>
    [Fact]
    public void OnMembers_AbsentSlotIsThereAtLast_TurnsBeginAnew()
    {
        var rig = new CoreRig().Started();
        var first = CoreRig.Peer(0, 0, pid: 5);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), first) with { Roster = [0, 1, 2] }, rig.Now);
        rig.Now += new CoreSettings().Turn * 3;
        rig.Core.OnTick(rig.Now);

        var there = rig.Core.OnMembers(CoreRig.View(null, rig.Me(), first) with { Roster = [0, 1] }, rig.Now);
        rig.Now += new CoreSettings().Turn;
        var turn = rig.Core.OnTick(rig.Now);

        Assert.Empty(there.OfType<WorkerEffect.TakeEpoch>());
        Assert.Single(turn.OfType<WorkerEffect.TakeEpoch>());
    }

    /// <summary>Otherwise everybody would see a leader that does not lead, and nobody would try again.</summary>
    [Fact]
    public void OnLead_GrantedAfterItGaveUp_Ends()
    {
        var rig = new CoreRig().Started();
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(1), rig.Now);
        rig.Read(CoreRig.Marker(1, CoreRig.Self));
        rig.Read(CoreRig.Marker(2, CoreRig.Other));

        Assert.Equal(WorkerEnd.StepDown, rig.Core.OnLead(true, rig.Now).OfType<WorkerEffect.End>().Single().Reason);
    }

    /// <summary>The claim was carried out and its reply was lost; the refusal and the view may come in any order.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnMembers_ShownAsLeaderAfterItWasRefused_Ends(bool viewFirst)
    {
        var rig = new CoreRig().Started();
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(1), rig.Now);
        rig.Read(CoreRig.Marker(1, CoreRig.Self));
        var shown = CoreRig.View(CoreRig.Self, rig.Me()) with { LeaderEpoch = new Epoch(1) };
        if (viewFirst)
            Assert.Empty(rig.Core.OnMembers(shown, rig.Now).OfType<WorkerEffect.End>());

        var effects = rig.Core.OnLead(false, rig.Now).Concat(viewFirst ? rig.Core.OnTick(rig.Now) : rig.Core.OnMembers(shown, rig.Now));

        Assert.Equal(WorkerEnd.StepDown, effects.OfType<WorkerEffect.End>().Single().Reason);
    }

    /// <summary>Views may be older than its own claim, and newer than the reply to it.</summary>
    [Fact]
    public void OnMembers_ShownAsLeaderWhileTheReplyIsOnItsWay_Leads()
    {
        var rig = new CoreRig().Started();
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(1), rig.Now);
        rig.Read(CoreRig.Marker(1, CoreRig.Self));
        rig.Core.OnMembers(CoreRig.View(CoreRig.Self, rig.Me()) with { LeaderEpoch = new Epoch(1) }, rig.Now);

        Assert.Single(rig.Core.OnLead(true, rig.Now).OfType<WorkerEffect.ConsumeWrites>());
        Assert.Empty(rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now).OfType<WorkerEffect.End>());
    }

    /// <summary>A worker that holds more than the log is the one that can give it back: it has to count as ready.</summary>
    [Fact]
    public void Repair_LogIsShort_ComesBackInBatchesUnderTheNewEpoch()
    {
        var history = CoreRig.History(5);
        var rig = Recreated(history, kept: 2);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);
        var batches = rig.Read(CoreRig.Marker(2, CoreRig.Self)).OfType<WorkerEffect.Append>().Select(append => append.Records).ToList();

        Assert.Equal([2, 1], batches.Select(batch => batch.Count));
        Assert.Equal(history[2..].Select(record => (record.Hash, new Epoch(2))), batches.SelectMany(batch => batch).Select(record => (record.Hash, record.Epoch)));
        Assert.Single(batches.SelectMany(batch => rig.Read([.. batch])).OfType<WorkerEffect.TakeLead>());
    }

    /// <summary>Who takes over in the middle finds a log that is whole, and has nothing to tell.</summary>
    [Fact]
    public void Repair_OvertakenBeforeItIsReadBack_IsTold()
    {
        var rig = Recreated(CoreRig.History(5), kept: 2);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);

        Assert.Equal("log-repaired", Assert.Single(rig.Read(CoreRig.Marker(2, CoreRig.Self)).OfType<WorkerEffect.Note>()).Kind);
    }

    [Fact]
    public void Repair_AnotherHoldsMore_GivesWay()
    {
        var rig = Recreated(CoreRig.History(5), kept: 2);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(5, epoch: 0)), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);
        rig.Read(CoreRig.Marker(2, CoreRig.Self));
        Assert.Equal(WorkerRole.Proving, rig.Core.Role);

        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(6, epoch: 2)), rig.Now);

        Assert.Equal(WorkerRole.Following, rig.Core.Role);
    }

    [Fact]
    public void Prove_SomebodyIsNotHeard_SaysSo()
    {
        var rig = Recreated(CoreRig.History(3), kept: 3);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(3, epoch: 1)), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);
        rig.Read(CoreRig.Marker(2, CoreRig.Self));

        var report = rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(3, epoch: 1)), rig.Now).Concat(rig.Core.OnTick(rig.Now));

        Assert.DoesNotContain(report.OfType<WorkerEffect.Report>(), told => told.State.Trouble.Length == 0);
        Assert.Equal(WorkerRole.Proving, rig.Core.Role);
    }

    /// <summary>Whoever leads without asking a slot of the roster may number new writes over lost ones: an operator has to know whom it waits for.</summary>
    [Fact]
    public void Election_ASlotStaysAway_IsToldOnce()
    {
        var rig = Recreated(CoreRig.History(3), kept: 2);
        var view = CoreRig.View(null, rig.Me()) with { Roster = [0, 2] };
        Assert.Empty(rig.Core.OnMembers(view, rig.Now).OfType<WorkerEffect.Note>());
        rig.Now += TimeSpan.FromSeconds(4);
        Assert.Empty(rig.Core.OnTick(rig.Now).OfType<WorkerEffect.Note>());

        rig.Now += TimeSpan.FromSeconds(1);
        var told = Assert.Single(rig.Core.OnTick(rig.Now).OfType<WorkerEffect.Note>());

        Assert.Equal("election-blocked", told.Kind);
        Assert.Contains("slot 2", told.Detail);
        Assert.Empty(rig.Core.OnTick(rig.Now).OfType<WorkerEffect.Note>());
        Assert.Empty(rig.Core.OnMembers(view with { IsForced = true }, rig.Now).OfType<WorkerEffect.Note>());
        Assert.Equal(WorkerRole.Asking, rig.Core.Role);
    }

    /// <summary>Workers that start one after another hold each other up for moments.</summary>
    [Fact]
    public void Election_ASlotComesBack_IsNotTold()
    {
        var rig = Recreated(CoreRig.History(3), kept: 2);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()) with { Roster = [0, 2] }, rig.Now);
        rig.Now += TimeSpan.FromSeconds(4);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me(), CoreRig.Peer(3, epoch: 1, slot: 2)), rig.Now);
        Assert.Equal(WorkerRole.Asking, rig.Core.Role);
        rig.Now += TimeSpan.FromSeconds(4);

        Assert.Empty(rig.Core.OnTick(rig.Now).OfType<WorkerEffect.Note>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Base_RecordsAreNotKept_LogGoesOnFromASnapshot(int kept)
    {
        var rig = Recreated(CoreRig.History(5), kept, purged: 4);
        rig.Core.OnMembers(CoreRig.View(null, rig.Me()), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);
        Assert.Single(rig.Read(CoreRig.Marker(2, CoreRig.Self)).OfType<WorkerEffect.MakeSnapshot>());
        var snapshot = new Snapshot(new Lsn(5), rig.Replica.Chain, new Epoch(2), rig.Replica.Position, Digest.Of([1]), 1);
        var record = rig.Core.OnSnapshot(snapshot, rig.Now).OfType<WorkerEffect.Append>().Single().Records.Single();

        Assert.Equal((RecordKind.Base, new Lsn(5)), (record.Kind, record.Lsn));
        Assert.Single(rig.Read(record).OfType<WorkerEffect.TakeLead>());
        Assert.Equal(rig.Replica.Applied, rig.Replica.Scan.Lsn);
    }

    [Fact]
    public void Checkpoint_FromBeforeTheConnection_IsNoWord()
    {
        var checkpoint = new LogRecord { Kind = RecordKind.Checkpoint, Epoch = new Epoch(1), Body = new CheckpointBody(default, new Dictionary<string, Digest>()).Encode() };
        var rig = new CoreRig();
        rig.Core.Start(new LogPosition(2), rig.Now);
        rig.Read(CoreRig.Marker(1, CoreRig.Other));
        rig.Read(checkpoint);
        Assert.False(rig.Core.KnowsLog);

        rig.Read(checkpoint);
        Assert.True(rig.Core.KnowsLog);

        rig.Core.OnLogBroken(rig.Now);
        Assert.False(rig.Core.KnowsLog);
    }

    [Fact]
    public void Members_OneJoinedWhileAnotherLeft_WritesACheckpointForItAtOnce()
    {
        var rig = new CoreRig().Leading();
        Assert.True(WritesCheckpoint(rig, CoreRig.Peer(0, 1)));
        Assert.False(WritesCheckpoint(rig, CoreRig.Peer(0, 1)));

        Assert.True(WritesCheckpoint(rig, CoreRig.Peer(0, 1) with { Id = Successor }));
    }

    [Fact]
    public void Members_OneSaysForTheFirstTimeWhatItHolds_HasACheckpointToReadBeforeItIsReady()
    {
        var rig = new CoreRig().Leading();
        var before = CoreRig.Peer(0, 1);
        WritesCheckpoint(rig, before);

        // Its connection to the log may begin later than this.
        Assert.False(WritesCheckpoint(rig, before, CoreRig.Peer(0, 0, ready: false) with { Id = Successor }));
        Assert.True(WritesCheckpoint(rig, before, CoreRig.Peer(5, 1, ready: false) with { Id = Successor }));
        Assert.False(WritesCheckpoint(rig, before, CoreRig.Peer(6, 1, ready: false) with { Id = Successor }));
        Assert.True(WritesCheckpoint(rig, before, CoreRig.Peer(6, 1) with { Id = Successor }));
    }

    [Fact]
    public void Start_CopyHoldsData_SaysSoAtOnce()
    {
        var disk = new MemoryDisk();
        var rig = new CoreRig(disk).Started();
        rig.Read([CoreRig.Marker(1, CoreRig.Other), .. CoreRig.History(3)]);
        var again = new CoreRig(disk);

        var report = Assert.Single(again.Core.Start(again.Replica.SavedPosition, again.Now).OfType<WorkerEffect.Report>());

        Assert.Equal((new Lsn(3), false), (report.State.Applied, report.State.IsReady));
    }

    private static Guid Successor { get; } = new(3, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static bool WritesCheckpoint(CoreRig rig, params Member[] others) => rig.Core.OnMembers(CoreRig.View(CoreRig.Self, [rig.Me(), .. others]), rig.Now)
        .OfType<WorkerEffect.Append>().Any(append => append.Records[0].Kind == RecordKind.Checkpoint);

    /// <summary>A worker that follows, applied a history, lost its connection, and finds a log that kept only a part of it.</summary>
    private static CoreRig Recreated(LogRecord[] history, int kept, int purged = 0)
    {
        var disk = new MemoryDisk();
        var before = new CoreRig(disk).Started();
        before.Read([CoreRig.Marker(1, Former), .. history]);
        if (purged > 0)
            before.Replica.Store.Records.Purge(new Lsn(purged));
        var rig = new CoreRig(disk);
        rig.Core.Start(LogPosition.None, rig.Now);
        rig.Core.OnLog([rig.Message([CoreRig.Marker(1, Former), .. history[..kept]])], rig.Now);
        return rig;
    }
}
