using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>
/// <c>readQ</c>: reads go to the ready followers in strict turn, within each one's credit; to the leader while no follower is ready, or
/// when every follower has refused. One that is not answered in time goes once more to another worker; the first answer wins.
/// </summary>
internal sealed class ReadQueue : IDisposable
{
    /// <summary>How long one worker may take before another is asked as well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private readonly int _limit;
    private readonly ReadTurn _turn;
    private readonly TimeProvider _time;
    private readonly Func<LogPosition> _logEnd;
    private readonly ITimer _timer;
    private readonly LinkedList<QueuedRead> _waiting = [];
    private readonly Dictionary<long, (QueuedRead Read, ReadWorker Worker)> _delivered = [];
    private readonly Queue<(QueuedRead Read, long Since)> _watched = [];
    private MembershipView _view = new();
    private long _tags;
    private int _count;
    private bool _isClosed;

    /// <param name="limit">Most reads, those with workers included.</param>
    /// <param name="maxStaleness">Bound for reads of level any.</param>
    /// <param name="logEnd">The log's end now.</param>
    /// <param name="time">The clock.</param>
    public ReadQueue(int limit, TimeSpan maxStaleness, Func<LogPosition> logEnd, TimeProvider time)
    {
        (_limit, _logEnd, _time) = (limit, logEnd, time);
        _turn = new ReadTurn(worker => worker.IsStale(logEnd(), maxStaleness, time));
        _timer = time.CreateTimer(_ => Repeat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reads that wait for a worker or for its answer.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <inheritdoc cref="IRequestQueues.ReadAsync" />
    public async Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = new QueuedRead(query.Level == ReadLevel.Linear ? query with { MinPosition = _logEnd() } : query);
        Enqueue(read);
        Pump();
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, abandoned) = ((ReadQueue, QueuedRead))state!;
                queue.Abandon(abandoned, token);
            },
            (this, read));
        return await read.Answer;
    }

    /// <summary>A worker asks for reads.</summary>
    public void Consume(IReadSink sink, int credit)
    {
        lock (_lock)
        {
            var worker = new ReadWorker(sink, credit);
            worker.Take(_view);
            _turn.Add(worker);
        }

        Pump();
    }

    /// <summary>A worker takes no more, or is gone: what it has goes to others at once.</summary>
    public void Stop(IReadSink sink)
    {
        lock (_lock)
        {
            if (_turn.Remove(sink) is not { } worker)
                return;
            foreach (var (tag, delivery) in _delivered.Where(one => one.Value.Worker == worker).OrderByDescending(one => one.Key).ToList())
            {
                _delivered.Remove(tag);
                delivery.Read.Outstanding--;
                PutBack(delivery.Read);
            }
        }

        Pump();
    }

    /// <summary>A worker's answer.</summary>
    public void Answer(IReadSink sink, long tag, Answer answer)
    {
        QueuedRead? read;
        bool mustPump;
        lock (_lock)
        {
            if (!_delivered.TryGetValue(tag, out var delivery) || delivery.Worker.Sink != sink)
                return;
            _delivered.Remove(tag);
            delivery.Worker.Busy--;
            delivery.Read.Outstanding--;
            read = Settle(delivery.Read, answer) ? delivery.Read : null;
            mustPump = _waiting.Count > 0;
        }

        if (mustPump)
            Pump();
        read?.End(answer);
    }

    /// <summary>Who is ready, who leads, how far each one is.</summary>
    /// <param name="view">Gives the newest view; called under the queue's lock, so that an older one never follows.</param>
    public void Look(Func<MembershipView> view)
    {
        lock (_lock)
        {
            _view = view();
            _turn.Take(_view);
        }

        Pump();
    }

    /// <summary>Delivers what can be delivered.</summary>
    public void Pump()
    {
        var outcome = default(PumpOutcome);
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (!Place(node.Value, ref outcome))
                    break;
                node = next;
            }
        }

        outcome.Carry();
    }

    /// <summary>The engine ends.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        List<QueuedRead> open;
        lock (_lock)
        {
            _isClosed = true;
            open = [.. _waiting.Concat(_delivered.Values.Select(delivery => delivery.Read)).Distinct()];
            open.RemoveAll(read => !Finish(read));
        }

        open.ForEach(read => read.End(new NotQueuedException("The database is being stopped.")));
    }

    private void Enqueue(QueuedRead read)
    {
        lock (_lock)
        {
            if (_isClosed)
                throw new NotQueuedException("The database is being stopped.");
            if (_count >= _limit)
                throw new NotQueuedException($"The queue of reads is full: {_count} of {_limit} wait.");
            if (!_turn.CanServe(read))
                throw new NotQueuedException("No worker serves reads now.");
            _count++;
            read.Node = _waiting.AddLast(read);
        }
    }

    // False: it waits, and with it those behind.
    private bool Place(QueuedRead read, ref PumpOutcome outcome)
    {
        switch (_turn.Choose(read, out var worker))
        {
            case TurnOutcome.Chosen:
                Deliver(read, worker!);
                outcome.Sent(worker!.Sink);
                return true;
            case TurnOutcome.Busy:
                return read.Outstanding > 0 || read.Refusal is not null;
            default:
                if (read.Outstanding > 0)
                    Leave(read);
                else if (read.Refusal is not null && Finish(read))
                    outcome.Refused(read);
                return true;
        }
    }

    private void Deliver(QueuedRead read, ReadWorker worker)
    {
        Leave(read);
        read.GoesTo(worker.Sink.Id);
        worker.Busy++;
        _delivered.Add(++_tags, (read, worker));
        worker.Sink.Post(new ReadDelivery(_tags, read.Query));
        if (read.IsRepeated)
            return;
        _watched.Enqueue((read, _time.GetTimestamp()));
        if (_watched.Count == 1)
            _timer.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    // True: this is the answer. False: somebody else may give a better one, or has given one.
    private bool Settle(QueuedRead read, Answer answer)
    {
        if (read.IsDone || answer.Code is not (AnswerCode.NotYet or AnswerCode.Unavailable))
            return Finish(read);
        read.Refusal = answer;
        PutBack(read);
        return false;
    }

    private void Repeat()
    {
        lock (_lock)
        {
            while (_watched.TryPeek(out var watched) && (watched.Read.IsDone || _time.GetElapsedTime(watched.Since) >= Patience))
            {
                _watched.Dequeue();
                if (watched.Read.IsDone || watched.Read.IsRepeated)
                    continue;
                watched.Read.IsRepeated = true;
                PutBack(watched.Read);
            }

            if (_watched.TryPeek(out var next) && !_isClosed)
                _timer.Change(Max(Patience - _time.GetElapsedTime(next.Since), TimeSpan.FromMilliseconds(1)), Timeout.InfiniteTimeSpan);
        }

        Pump();
    }

    private void PutBack(QueuedRead read)
    {
        if (!read.IsDone && read.Node is null)
            read.Node = _waiting.AddFirst(read);
    }

    private void Leave(QueuedRead read)
    {
        if (read.Node is { } node)
            _waiting.Remove(node);
        read.Node = null;
    }

    // True for whoever decides the outcome, who then tells the caller under no lock.
    private bool Finish(QueuedRead read)
    {
        if (read.IsDone)
            return false;
        Leave(read);
        read.IsDone = true;
        _count--;
        return true;
    }

    private void Abandon(QueuedRead read, CancellationToken cancellationToken)
    {
        bool isMine;
        lock (_lock)
            isMine = Finish(read);
        if (isMine)
            read.Cancel(cancellationToken);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
