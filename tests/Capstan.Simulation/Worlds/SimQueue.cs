using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>writeQ and writeQ.dead: at least once, one consumer served, suspects alone, dead letters after too many failures.</summary>
/// <param name="chance">Of the world.</param>
/// <param name="tally">Of the world.</param>
/// <param name="makeBook">Counts the failures.</param>
/// <param name="countsCopies">Whether each copy of a write is counted by itself (a mutant).</param>
/// <param name="servesOldest">A broker serves the consumer that came first until it is gone; the controller the one of the highest epoch.</param>
internal sealed class SimQueue(Chance chance, Tally tally, Func<FailureBook> makeBook, bool countsCopies, bool servesOldest)
{
    private readonly List<QueuedWrite> _writes = [];
    private readonly List<(Life Life, Epoch Epoch)> _consumers = [];
    private FailureBook _book = makeBook();
    private long _tags;
    private int _copies;

    public int Depth => _writes.Count;

    public IReadOnlyList<QueuedWrite> Writes => _writes;

    public void Publish(WriteIntent intent, bool endsTakers)
    {
        var counted = countsCopies ? new RequestId($"{intent.Request}#{++_copies}") : intent.Request;
        _writes.Add(new QueuedWrite(intent, endsTakers, _book.Enter(counted)));
    }

    public void Register(Life life, Epoch epoch)
    {
        if (!servesOldest && _consumers.Count > 0 && _consumers[^1].Epoch > epoch)
            return;
        if (!servesOldest)
        {
            foreach (var (old, _) in _consumers.ToArray())
                Close(old);
        }

        _consumers.Add((life, epoch));
    }

    /// <summary>Some waiting writes go to the consumer.</summary>
    public void Give(long now)
    {
        if (_consumers.Count == 0)
            return;
        var life = _consumers[0].Life;
        var batch = new List<WriteDelivery>();
        for (var count = chance.Between(1, 4); count > 0; count--)
        {
            if (chance.OneOf([.. _writes.Where(MayGo)]) is not { } write)
                break;
            write.Holder = life;
            write.Tag = ++_tags;
            batch.Add(new WriteDelivery(write.Tag, write.Intent, now, write.IsDead));
        }

        if (batch.Count > 0)
            life.Inbox.Add(batch);
    }

    public QueuedWrite? Held(Life life, long tag) => _writes.Find(write => write.Holder == life && write.Tag == tag);

    /// <summary>An acknowledgement. It fails when the delivery is not this consumer's any more.</summary>
    public bool Acknowledge(Life life, long tag)
    {
        if (Held(life, tag) is not { } write)
            return false;
        _book.Leave(write.Failures, isAnswered: true);
        return _writes.Remove(write);
    }

    /// <summary>A consumer's connection is gone: what it holds waits again.</summary>
    public void Close(Life life)
    {
        _consumers.RemoveAll(consumer => consumer.Life == life);
        var held = _writes.FindAll(write => write.Holder == life);
        var dead = _writes.Count(write => write.IsDead);
        _book.Failed(held.Select(write => write.Failures));
        foreach (var write in held)
            write.Holder = null;
        tally.Add("dead letters", _writes.Count(write => write.IsDead) - dead);
    }

    public bool Serves(Life life) => _consumers.Exists(consumer => consumer.Life == life);

    public void Clear()
    {
        _writes.Clear();
        _consumers.Clear();
        _book = makeBook();
    }

    private bool MayGo(QueuedWrite write)
    {
        if (write.Holder is not null || write.IsDead)
            return write.Holder is null;
        return !_writes.Exists(other => other.Holder is not null && (_book.IsSuspect(write.Failures) || _book.IsSuspect(other.Failures)));
    }
}
