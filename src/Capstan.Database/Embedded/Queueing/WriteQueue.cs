using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>
/// <c>writeQ</c> and <c>writeQ.dead</c>: bounded, first in first out, one consumer. What a consumer leaves without an answer goes back to
/// the front in its order; alone from then on when that happened to its request a few times, or among the dead ones when too often.
/// </summary>
/// <param name="limit">Most writes, those with the leader included.</param>
/// <param name="time">The clock that deliveries carry.</param>
internal sealed class WriteQueue(int limit, TimeProvider time)
{
    /// <summary>Most unanswered writes that the leader has at a time.</summary>
    public const int Credit = 1024;

    /// <summary>Leaders that a request may end; one more, and all writes of its id are dead.</summary>
    public const int DeliveryLimit = 20;

    /// <summary>Leaders that ended with a request from which on it is delivered alone, so that nobody else is refused with it.</summary>
    public const int SuspectFrom = 3;

    /// <summary>Most bytes of all writes together.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<QueuedWrite> _waiting = [];
    private readonly LinkedList<QueuedWrite> _dead = [];
    private readonly SortedDictionary<long, QueuedWrite> _delivered = [];
    private readonly FailureBook _book = new(DeliveryLimit, SuspectFrom, time);
    private IWriteSink? _consumer;
    private QueuedWrite? _alone;
    private Epoch _epoch;
    private long _tags;
    private long _bytes;
    private bool _isClosed;

    /// <summary>Writes that wait for the leader or for its answer.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
                return _waiting.Count + _delivered.Count;
        }
    }

    /// <summary>Writes that wait to be refused.</summary>
    public int DeadDepth
    {
        get
        {
            lock (_lock)
                return _dead.Count;
        }
    }

    /// <inheritdoc cref="IRequestQueues.WriteAsync" />
    public async Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = Enqueue(intent);
        Pump();
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, abandoned) = ((WriteQueue, QueuedWrite))state!;
                queue.Abandon(abandoned, token);
            },
            (this, write));
        return await write.Answer.Task;
    }

    /// <summary>A worker asks for writes. Whoever asked under a lower epoch gets no more, and what it has goes to this one.</summary>
    public void Consume(IWriteSink sink, Epoch epoch)
    {
        lock (_lock)
        {
            if (epoch < _epoch)
                return;
            Return();
            (_consumer, _epoch) = (sink, epoch);
        }

        Pump();
    }

    /// <summary>A worker takes no more, or is gone.</summary>
    public void Stop(IWriteSink sink)
    {
        lock (_lock)
        {
            if (_consumer != sink)
                return;
            _consumer = null;
            Return();
        }
    }

    /// <summary>A worker's answer; without effect when the delivery is not its own any more.</summary>
    public void Answer(IWriteSink sink, long tag, Answer answer)
    {
        QueuedWrite? write;
        lock (_lock)
        {
            if (_consumer != sink || !_delivered.Remove(tag, out write))
                return;
            if (_alone == write)
                _alone = null;
            Leave(write, isAnswered: true);
        }

        write.Answer.TrySetResult(answer);
    }

    /// <summary>Delivers what can be delivered.</summary>
    public void Pump()
    {
        IWriteSink? sink;
        lock (_lock)
        {
            sink = _consumer;
            while (sink is { HasRoom: true } && _delivered.Count < Credit && Next() is { } write)
            {
                write.WasDelivered = true;
                if (_book.IsSuspect(write.Failures))
                    _alone = write;
                _delivered.Add(++_tags, write);
                sink.Post(new WriteDelivery(_tags, write.Intent, time.GetUtcNow().ToUnixTimeMilliseconds(), write.IsDead));
            }
        }

        sink?.Flush();
    }

    /// <summary>The engine ends: what no leader ever had is surely not done; of the rest nobody knows.</summary>
    public void Close()
    {
        List<QueuedWrite> open;
        lock (_lock)
        {
            _isClosed = true;
            open = [.. _waiting, .. _dead, .. _delivered.Values];
        }

        foreach (var write in open)
        {
            if (!write.WasDelivered)
                write.Answer.TrySetException(new NotQueuedException("The database is being stopped."));
            else
                write.Answer.TrySetCanceled();
        }
    }

    private QueuedWrite Enqueue(WriteIntent intent)
    {
        lock (_lock)
        {
            if (_isClosed)
                throw new NotQueuedException("The database is being stopped.");
            if (_waiting.Count + _delivered.Count + _dead.Count >= limit || _bytes + intent.Body.Length > MaxBytes)
                throw new NotQueuedException($"The queue of writes is full: {_waiting.Count + _delivered.Count + _dead.Count} of {limit} wait.");
            var write = new QueuedWrite(intent, _book.Enter(intent.Request));
            write.Node = (write.IsDead ? _dead : _waiting).AddLast(write);
            _bytes += intent.Body.Length;
            return write;
        }
    }

    // Dead ones first: they only cost the leader a refusal, and their callers have waited the longest.
    private QueuedWrite? Next()
    {
        var list = _dead.Count > 0 ? _dead : _waiting;
        if (list.First is not { } node || !MayGo(node.Value))
            return null;
        list.Remove(node);
        node.Value.Node = null;
        return node.Value;
    }

    // While a suspect is with the leader nothing else is, so that the next end of a leader tells whose doing it was.
    private bool MayGo(QueuedWrite write) =>
        write.IsDead || (_alone is null && (_delivered.Count == 0 || !_book.IsSuspect(write.Failures)));

    private void Return()
    {
        var hasDead = _book.Failed(_delivered.Values.Select(write => write.Failures));
        foreach (var write in _delivered.Values.Reverse())
            write.Node = (write.IsDead ? _dead : _waiting).AddFirst(write);
        _delivered.Clear();
        _alone = null;
        if (hasDead)
            MoveDead();
    }

    // What a client sent under the same id meanwhile.
    private void MoveDead()
    {
        foreach (var write in _waiting.Where(write => write.IsDead).ToList())
        {
            _waiting.Remove(write.Node!);
            write.Node = _dead.AddLast(write);
        }
    }

    private void Leave(QueuedWrite write, bool isAnswered)
    {
        _bytes -= write.Intent.Body.Length;
        _book.Leave(write.Failures, isAnswered);
    }

    // What no leader has ever seen can be taken back; what one has seen may be in the log, and stays so that it is decided.
    private void Abandon(QueuedWrite write, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (write is { WasDelivered: false, Node: { } node })
            {
                node.List!.Remove(node);
                write.Node = null;
                Leave(write, isAnswered: false);
            }
        }

        write.Answer.TrySetCanceled(cancellationToken);
    }
}
