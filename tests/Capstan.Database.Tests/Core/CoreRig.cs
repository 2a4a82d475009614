using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

/// <summary>One worker's core over a copy in memory, with a log that the test writes.</summary>
internal sealed class CoreRig : ISchemaTrial, IRestoreFiles
{
    public static readonly Guid Self = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    public static readonly Guid Other = new(2, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    private long _position;

    public CoreRig(MemoryDisk? disk = null, string schema = "")
    {
        Disk = disk ?? new MemoryDisk();
        var store = Disk.Open(isDurable: true);
        Replica = new Replica(store, new RecordApplier(store, this, new ApplySettings(1_000_000, 100)), new ReplicaRule(), Disk.Marks);
        Core = new WorkerCore(Self, 0, Replica, new LeaderPipeline(store, () => 7), new Election(), this, new CoreSettings { Schema = schema, RepairBatch = 2 });
        _position = Replica.SavedPosition.Value;
    }

    public MemoryDisk Disk { get; }

    public Replica Replica { get; }

    public WorkerCore Core { get; }

    public TimeSpan Now { get; set; } = TimeSpan.FromMinutes(1);

    public string? Try(string script) => null;

    public string PathOf(Digest digest) => digest.ToString();

    /// <summary>Starts it on an empty log and lets it catch up.</summary>
    public CoreRig Started()
    {
        Core.Start(LogPosition.None, Now);
        Core.OnLog([], Now);
        return this;
    }

    /// <summary>Leads epoch 1 alone.</summary>
    public CoreRig Leading()
    {
        Started();
        Core.OnMembers(View(null, Me()), Now);
        Core.OnEpoch(new Epoch(1), Now);
        Read(Marker(1, Self));
        Core.OnMembers(View(null, Me()), Now);
        Core.OnLead(true, Now);
        return this;
    }

    public IReadOnlyList<WorkerEffect> Read(params LogRecord[] records) => Core.OnLog([Message(records)], Now);

    public LogMessage Message(params LogRecord[] records) =>
        new(new LogPosition(++_position), Digest.Of(RecordCodec.Encode(records)), records);

    public Member Me() => new(Self, 0, 10, "", new MemberState { Applied = Replica.Applied, IsReady = Core.IsReady, Epoch = Replica.Scan.Epoch });

    public static Member Peer(long applied, long epoch, bool ready = true, int pid = 20, int slot = 1, long position = 0) =>
        new(Other, slot, pid, "", new MemberState { Applied = new Lsn(applied), Epoch = new Epoch(epoch), IsReady = ready, Position = new LogPosition(position) });

    public static MembershipView View(Guid? leader, params Member[] members) =>
        new() { Members = members, Leader = leader, Roster = [.. members.Select(member => member.Slot).Order()] };

    public static LogRecord Marker(long epoch, Guid owner) =>
        new() { Kind = RecordKind.Epoch, Epoch = new Epoch(epoch), Body = new EpochBody(owner, 0).Encode() };

    public static LogRecord Insert(long epoch, long lsn, Digest previous, string key, string? request = null, bool crashes = false) => RecordHash.Seal(new LogRecord
    {
        Kind = RecordKind.Operation,
        Epoch = new Epoch(epoch),
        Lsn = new Lsn(lsn),
        LogTime = 1000,
        Request = new RequestId(request ?? "r" + lsn),
        Previous = previous,
        Body = Body(key, crashes),
    });

    /// <summary>Records 1.. of epoch 1, the first of which makes the table.</summary>
    public static LogRecord[] History(int count, long epoch = 1)
    {
        var records = new List<LogRecord>();
        for (var lsn = 1; lsn <= count; lsn++)
        {
            var previous = lsn == 1 ? Digest.Zero : records[^1].Hash;
            var body = lsn == 1 ? new Operation { MayDefine = true, Statements = [new SqlStatement { Sql = KeyValueSql.Create }] }.Encode() : Body("k" + lsn, false);
            records.Add(RecordHash.Seal(Insert(epoch, lsn, previous, "") with { Body = body }));
        }

        return [.. records];
    }

    public static LogRecord Skip(long epoch, long lsn, Digest previous, long skipped) => RecordHash.Seal(new LogRecord
    {
        Kind = RecordKind.Skip,
        Epoch = new Epoch(epoch),
        Lsn = new Lsn(lsn),
        LogTime = 1000,
        Request = new RequestId("skip"),
        Previous = previous,
        Body = new SkipBody(new Lsn(skipped)).Encode(),
    });

    public static WriteDelivery Delivery(string request, string key = "a", bool isDead = false, long tag = 1) =>
        new(tag, new WriteIntent { Request = new RequestId(request), Body = Body(key, false), Deadline = 10_000 }, 1000, isDead);

    private static byte[] Body(string key, bool crashes)
    {
        var insert = new SqlStatement { Sql = KeyValueSql.Insert, Parameters = [new SqlParameter(null, SqlValue.Of(key)), new SqlParameter(null, SqlValue.Of(1))] };
        return new Operation { Statements = crashes ? [insert, new SqlStatement { Sql = KeyValueSql.Crash }] : [insert] }.Encode();
    }
}
