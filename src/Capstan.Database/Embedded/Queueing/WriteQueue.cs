using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>
/// <c>writeQ</c> and <c>writeQ.dead</c>: bounded, first in first out, one consumer. What a consumer leaves without an answer goes back to
/// the front in its order, or among the dead ones when that happened too often.
/// </summary>
/// <param name="limit">Most writes, those with the leader included.</param>
/// <param name="time">The clock that deliveries carry.</param>
internal sealed class WriteQueue(int limit, TimeProvider time)
{
    /// <summary>Most unanswered writes that the leader has at a time.</summary>
    public const int Credit = 1024;

    /// <summary>Deliveries after which one more failure makes a write dead.</summary>
    public const int DeliveryLimit = 20;

    /// <summary>Most bytes of all writes together.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<QueuedWrite> _waiting = [];
    private readonly LinkedList<QueuedWrite> _dead = [];
    private readonly SortedDictionary<long, QueuedWrite> _delivered = [];
    private IWriteSink? _consumer;
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
            _bytes -= write.Intent.Body.Length;
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
                write.Deliveries++;
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
            if (write.Deliveries == 0)
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
            var write = new QueuedWrite(intent);
            write.Node = _waiting.AddLast(write);
            _bytes += intent.Body.Length;
            return write;
        }
    }

    // Dead ones first: they only cost the leader a refusal, and their callers have waited the longest.
    private QueuedWrite? Next()
    {
        var list = _dead.Count > 0 ? _dead : _waiting;
        if (list.First is not { } node)
            return null;
        list.Remove(node);
        node.Value.Node = null;
        return node.Value;
    }

    private void Return()
    {
        foreach (var write in _delivered.Values.Reverse())
        {
            write.IsDead |= write.Deliveries > DeliveryLimit;
            write.Node = (write.IsDead ? _dead : _waiting).AddFirst(write);
        }

        _delivered.Clear();
    }

    // What no leader has ever seen can be taken back; what one has seen may be in the log, and stays so that it is decided.
    private void Abandon(QueuedWrite write, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (write is { Deliveries: 0, Node: { } node })
            {
                _waiting.Remove(node);
                _bytes -= write.Intent.Body.Length;
            }
        }

        write.Answer.TrySetCanceled(cancellationToken);
    }
}
