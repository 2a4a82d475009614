using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>writeQ and writeQ.dead: at least once, one consumer served, dead letters after too many deliveries.</summary>
/// <param name="chance">Of the world.</param>
/// <param name="tally">Of the world.</param>
/// <param name="limit">Deliveries after which a write is dead.</param>
/// <param name="servesOldest">A broker serves the consumer that came first until it is gone; the controller the one of the highest epoch.</param>
internal sealed class SimQueue(Chance chance, Tally tally, int limit, bool servesOldest)
{
    private readonly List<QueuedWrite> _writes = [];
    private readonly List<(Life Life, Epoch Epoch)> _consumers = [];
    private long _tags;

    public int Depth => _writes.Count;

    public IReadOnlyList<QueuedWrite> Writes => _writes;

    public void Publish(WriteIntent intent, bool endsTakers) => _writes.Add(new QueuedWrite(intent, endsTakers));

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
            if (chance.OneOf([.. _writes.Where(write => write.Holder is null)]) is not { } write)
                break;
            write.Holder = life;
            write.Deliveries++;
            write.Tag = ++_tags;
            batch.Add(new WriteDelivery(write.Tag, write.Intent, now, write.IsDead));
        }

        if (batch.Count > 0)
            life.Inbox.Add(batch);
    }

    public QueuedWrite? Held(Life life, long tag) => _writes.Find(write => write.Holder == life && write.Tag == tag);

    /// <summary>An acknowledgement. It fails when the delivery is not this consumer's any more.</summary>
    public bool Acknowledge(Life life, long tag) => Held(life, tag) is { } write && _writes.Remove(write);

    /// <summary>A consumer's connection is gone: what it holds waits again.</summary>
    public void Close(Life life)
    {
        _consumers.RemoveAll(consumer => consumer.Life == life);
        foreach (var write in _writes.Where(write => write.Holder == life))
        {
            write.Holder = null;
            if (write.IsDead || write.Deliveries <= limit)
                continue;
            write.IsDead = true;
            tally.Add("dead letters");
        }
    }

    public bool Serves(Life life) => _consumers.Exists(consumer => consumer.Life == life);

    public void Clear()
    {
        _writes.Clear();
        _consumers.Clear();
    }
}
