using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

public sealed class StuckRecordTests
{
    private readonly LogRecord[] _history = CoreRig.History(2);
    private readonly LogRecord _poison;

    public StuckRecordTests() => _poison = CoreRig.Insert(1, 3, _history[1].Hash, "p", crashes: true);

    [Fact]
    public void ReadNext_EndedTwoProcesses_IsNotTriedAgain()
    {
        var rig = Stuck(_ => true);

        Assert.Equal(new Lsn(3), rig.Replica.StuckAt);
        Assert.Equal(new Lsn(2), rig.Replica.Applied);
        Assert.False(rig.Core.IsReady);
    }

    [Fact]
    public void Stuck_NobodyHoldsIt_LeadsAndSkips()
    {
        var rig = Stuck(_ => true);
        var records = Lead(rig).OfType<WorkerEffect.Append>().SelectMany(append => append.Records).ToList();

        var skip = Assert.Single(records, record => record.Kind == RecordKind.Skip);
        Assert.Equal(new Lsn(3), SkipBody.Decode(skip.Body).Skipped);
    }

    [Fact]
    public void LookAhead_FindsTheSkip_ThenAppliesTheRecordWithoutEffect()
    {
        var rig = Stuck(_ => true);
        var again = rig.Read(CoreRig.Skip(1, 4, _poison.Hash, 3));
        Assert.Single(again.OfType<WorkerEffect.ReadLog>());

        rig.Core.OnLog([new LogMessage(new LogPosition(9), Digest.Of([9]), [CoreRig.Marker(1, CoreRig.Other), .. _history, _poison, CoreRig.Skip(1, 4, _poison.Hash, 3)])], rig.Now);

        Assert.Equal(new Lsn(4), rig.Replica.Applied);
        Assert.Equal(AnswerCode.Poison, rig.Replica.Store.Answers.Find(_poison.Request)!.Answer.Code);
    }

    /// <summary>Before, it would not know a request whose record it has yet to apply, and would give it another one.</summary>
    [Fact]
    public void Skip_ReadBackByTheLeader_WritesAreTakenOnceItIsApplied()
    {
        var rig = Stuck(_ => true);
        var led = Lead(rig);
        var skip = led.OfType<WorkerEffect.Append>().SelectMany(append => append.Records).Single(record => record.Kind == RecordKind.Skip);

        var found = rig.Read(skip);
        var applied = rig.Read(_poison, CoreRig.Marker(2, CoreRig.Self), skip);

        Assert.Single(found.OfType<WorkerEffect.ReadLog>());
        Assert.Empty(led.Concat(found).OfType<WorkerEffect.ConsumeWrites>());
        Assert.Equal(new Lsn(4), rig.Replica.Applied);
        Assert.Single(applied.OfType<WorkerEffect.ConsumeWrites>());
    }

    /// <summary>Its successor might get over the record too, and would be set aside again without end.</summary>
    [Fact]
    public void Skip_OfARecordThatIsHeld_SetsTheCopyAsideAndCondemnsTheRecord()
    {
        var disk = new MemoryDisk { Crashes = _ => false };
        var rig = new CoreRig(disk).Started();
        rig.Read([CoreRig.Marker(1, CoreRig.Other), .. _history, _poison]);

        var end = rig.Read(CoreRig.Skip(1, 4, _poison.Hash, 3)).OfType<WorkerEffect.End>().Single();

        Assert.Equal(WorkerEnd.Rebuild, end.Reason);
        disk.SetAside();
        var next = new CoreRig(disk).Started();
        next.Read([CoreRig.Marker(1, CoreRig.Other), .. _history, _poison]);
        Assert.Equal(new Lsn(3), next.Replica.StuckAt);
    }

    [Fact]
    public void Stuck_AnotherHoldsItAndTheLogSaysNoMore_IsTriedAgain()
    {
        var rig = Stuck(_ => true);

        var behind = rig.Core.OnMembers(CoreRig.View(CoreRig.Other, Me(rig), CoreRig.Peer(3, 1, position: 99)), rig.Now);
        Assert.Empty(behind.OfType<WorkerEffect.ReadLog>());

        var level = rig.Core.OnMembers(CoreRig.View(CoreRig.Other, Me(rig), CoreRig.Peer(3, 1, position: 1)), rig.Now);
        Assert.Single(level.OfType<WorkerEffect.ReadLog>());
    }

    [Fact]
    public void Read_DiskFails_IsNotTheRecordsFault()
    {
        var disk = new MemoryDisk();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failing = new CoreRig(disk).Started();
            disk.FailAt(StoreStep.Commit);
            Assert.Throws<StoreFailedException>(() => failing.Read([CoreRig.Marker(1, CoreRig.Other), .. _history]));
        }

        var rig = new CoreRig(disk).Started();
        rig.Read([CoreRig.Marker(1, CoreRig.Other), .. _history]);
        Assert.Equal(new Lsn(2), rig.Replica.Applied);
    }

    private CoreRig Stuck(Func<LogRecord, bool> crashes)
    {
        var disk = new MemoryDisk { Crashes = crashes };
        for (var attempt = 0; attempt < Replica.Attempts; attempt++)
        {
            var ending = new CoreRig(disk).Started();
            ending.Read([CoreRig.Marker(1, CoreRig.Other), .. _history]);
            Assert.Throws<SimulatedCrashException>(() => ending.Read(_poison));
        }

        var rig = new CoreRig(disk).Started();
        rig.Read([CoreRig.Marker(1, CoreRig.Other), .. _history]);
        rig.Read(_poison);
        return rig;
    }

    /// <summary>Has it lead epoch 2 alone.</summary>
    private static IReadOnlyList<WorkerEffect> Lead(CoreRig rig)
    {
        rig.Core.OnMembers(CoreRig.View(null, Me(rig)), rig.Now);
        rig.Core.OnEpoch(new Epoch(2), rig.Now);
        rig.Read(CoreRig.Marker(2, CoreRig.Self));
        rig.Core.OnMembers(CoreRig.View(null, Me(rig)), rig.Now);
        return rig.Core.OnLead(true, rig.Now);
    }

    private static Database.Membership.Member Me(CoreRig rig) => rig.Me() with { State = rig.Me().State with { StuckAt = rig.Replica.StuckAt } };
}
