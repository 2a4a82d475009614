using System.Runtime.CompilerServices;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.Database.Statements;
using Capstan.Database.Worker;

namespace Capstan.Testing.Databases.Engines;

/// <summary>A worker's session with a <see cref="MemoryEngine"/>.</summary>
public sealed class MemoryWorkerEngine : IWorkerEngine, IReplicationLog, IWriteConsumer, IReadConsumer, IMembership
{
    private readonly MemoryEngine _engine;

    internal MemoryWorkerEngine(MemoryEngine engine, Member member) => (_engine, Member) = (engine, member);

    public WorkerSettings Settings => _engine.Settings;

    public Guid Id => Member.Id;

    public int Pid => Member.Pid;

    public int Slot => Member.Slot;

    public IReplicationLog Log => this;

    public IWriteConsumer Writes => this;

    public IReadConsumer Reads => this;

    public IMembership Members => this;

    public ISnapshotStore Snapshots => _engine.Files;

    internal Member Member { get; }

    internal bool HasEnded { get; set; }

    internal MemberState? Told { get; set; }

    /// <summary>What its slot had when it came; null when nobody knows.</summary>
    internal Lsn? Before { get; set; }

    public ValueTask NoteAsync(string kind, string detail)
    {
        _engine.Tell(kind, detail, Slot);
        return ValueTask.CompletedTask;
    }

    public ValueTask AppendAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        _engine.World.Do(() =>
        {
            LogMustBeThere();
            _engine.Log.Append(RecordCodec.Encode(records));
        });
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<IReadOnlyList<LogMessage>> ReadAsync(LogPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return [];
        List<LogMessage>? Next()
        {
            LogMustBeThere();
            return _engine.Log.Behind(after);
        }

        await foreach (var messages in _engine.World.FollowAsync(Next, cancellationToken))
        {
            after = messages[^1].Position;
            yield return messages;
        }
    }

    public bool IsBlocked => false;

    public ValueTask<LogPosition> EndAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_engine.World.Look(() =>
    {
        LogMustBeThere();
        return _engine.Log.End;
    }));

    async IAsyncEnumerable<IReadOnlyList<WriteDelivery>> IWriteConsumer.ConsumeAsync(
        Epoch epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _engine.World.Do(() => _engine.Writes.Begin(this, epoch));
        try
        {
            await foreach (var writes in _engine.World.FollowAsync(() => InSession(() => _engine.Writes.Take(this, _engine.Now)), cancellationToken))
                yield return writes;
        }
        finally
        {
            _engine.World.Do(() => _engine.Writes.Stop(this));
        }
    }

    public void Answer(WriteDelivery delivery, Answer answer) => _engine.World.Do(() => _engine.Writes.Settle(delivery.Tag, answer));

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    async IAsyncEnumerable<ReadDelivery> IReadConsumer.ConsumeAsync(int credit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _engine.World.Do(() => _engine.Reads.Begin(Id, Slot, credit, _engine.View));
        try
        {
            await foreach (var read in _engine.World.FollowAsync(() => InSession(() => _engine.Reads.Take(Id)), cancellationToken))
                yield return read;
        }
        finally
        {
            _engine.World.Do(() => _engine.Reads.Stop(Id, _engine.View));
        }
    }

    public void Answer(ReadDelivery delivery, Answer answer) => _engine.World.Do(() => _engine.Reads.Settle(Id, delivery.Tag, answer, _engine.View));

    public async IAsyncEnumerable<MembershipView> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MembershipView? shown = null;
        var views = _engine.World.FollowAsync(() => InSession(() => _engine.View == shown ? null : _engine.View), cancellationToken);
        await foreach (var view in views)
            yield return shown = view;
    }

    public ValueTask ReportAsync(MemberState state, CancellationToken cancellationToken)
    {
        if (HasEnded)
            throw new SessionLostException();
        _engine.Report(this, state);
        return ValueTask.CompletedTask;
    }

    public Task<Epoch?> TakeEpochAsync(Epoch above, CancellationToken cancellationToken) => Task.FromResult(_engine.TakeEpoch(this, above));

    public Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken) => Task.FromResult(_engine.TakeLead(this, epoch));

    public ValueTask DisposeAsync()
    {
        _engine.Leave(this);
        return ValueTask.CompletedTask;
    }

    private void LogMustBeThere()
    {
        if (HasEnded)
            throw new LogLostException();
    }

    private T? InSession<T>(Func<T?> look) => HasEnded ? throw new SessionLostException() : look();
}
