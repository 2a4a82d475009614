using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

public sealed class SlowRecordTests : IDisposable
{
    private static readonly Guid Self = Guid.NewGuid();
    private readonly MemoryStore _store;
    private readonly WorkerCore _core;
    private long _position;

    public SlowRecordTests()
    {
        var disk = new MemoryDisk();
        _store = disk.Open(isDurable: true);
        var replica = new Replica(_store, new RecordApplier(_store, new NoRestores(), new ApplySettings(60_000, 1000)), new ReplicaRule(), disk.Marks);
        _core = new WorkerCore(Self, 0, replica, new LeaderPipeline(_store, () => 1), new Election(), new NoTrial(), new CoreSettings());
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Tick_AfterARecordThatTookLongToApply_LeavesTheLeaderInItsPlace()
    {
        var published = LeadWithTwoWrites();
        _core.OnLog([Message(published[0])], At(1));
        _core.Worked(At(6));

        Assert.DoesNotContain(_core.OnTick(At(6.1)), effect => effect is WorkerEffect.End);
    }

    [Fact]
    public void Tick_RecordNotReadBackInTime_EndsTheLeader()
    {
        var published = LeadWithTwoWrites();
        _core.OnLog([Message(published[0])], At(1));
        _core.Worked(At(1));

        Assert.Contains(_core.OnTick(At(6.1)), effect => effect is WorkerEffect.End { Reason: WorkerEnd.StepDown });
    }

    private IReadOnlyList<LogRecord> LeadWithTwoWrites()
    {
        _core.Start(LogPosition.None, At(0));
        _core.OnLog([], At(0));
        var ready = new MemberState { IsReady = true };
        var asked = _core.OnMembers(new MembershipView { Members = [new Member(Self, 0, 1, "twin", ready)], Roster = [0] }, At(0));
        Assert.Contains(asked, effect => effect is WorkerEffect.TakeEpoch);
        var marker = _core.OnEpoch(new Epoch(1), At(0)).OfType<WorkerEffect.Append>().Single();
        _core.OnLog([Message([.. marker.Records])], At(0));
        _core.OnMembers(
            new MembershipView { Members = [new Member(Self, 0, 1, "twin", ready with { Epoch = new Epoch(1) })], Roster = [0] }, At(0));
        Assert.Contains(_core.OnLead(isTaken: true, At(0)), effect => effect is WorkerEffect.ConsumeWrites);
        return _core.OnWrites([Write("a"), Write("b")], At(0)).OfType<WorkerEffect.Append>().Single().Records;
    }

    private LogMessage Message(params LogRecord[] records) => new(new LogPosition(++_position), Digest.Zero, records);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static WriteDelivery Write(string request) =>
        new(1, new WriteIntent { Request = new RequestId(request), Body = new byte[] { 1 }, Deadline = 10_000 }, 1_000, IsDead: false);

    private sealed class NoRestores : IRestoreFiles
    {
        public string PathOf(Digest digest) => throw new InvalidOperationException("No test here restores.");
    }

    private sealed class NoTrial : ISchemaTrial
    {
        public string? Try(string script) => null;
    }
}
