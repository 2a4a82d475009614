using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Writes on their way. Guarded by the world's lock.</summary>
internal sealed class MemoryWrites
{
    private const int DeliveryLimit = 20;
    private readonly List<Waiting> _all = [];
    private object? _consumer;
    private Epoch _epoch;
    private long _tags;

    public int Limit { get; set; } = int.MaxValue;

    public int Depth => _all.Count(one => !one.IsDead);

    public int DeadDepth => _all.Count(one => one is { IsDead: true, Tag: 0 });

    public Waiting Add(WriteIntent intent)
    {
        if (_all.Count >= Limit)
            throw new NotQueuedException($"{_all.Count} writes wait.");
        var write = new Waiting(intent);
        _all.Add(write);
        return write;
    }

    public void Abandon(Waiting write, CancellationToken cancellationToken)
    {
        if (write.Deliveries == 0)
            _all.Remove(write);
        write.Answer.TrySetCanceled(cancellationToken);
    }

    public void Begin(object consumer, Epoch epoch)
    {
        if (epoch < _epoch)
            return;
        TakeBack();
        (_consumer, _epoch) = (consumer, epoch);
    }

    public void Stop(object consumer)
    {
        if (_consumer != consumer)
            return;
        _consumer = null;
        TakeBack();
    }

    public List<WriteDelivery>? Take(object consumer, long now)
    {
        if (_consumer != consumer || _all.TrueForAll(one => one.Tag > 0))
            return null;
        return [.. _all.Where(one => one.Tag == 0).ToList().Select(one =>
        {
            one.Tag = ++_tags;
            one.Deliveries++;
            return new WriteDelivery(one.Tag, one.Intent, now, one.IsDead);
        })];
    }

    public void Settle(long tag, Answer answer)
    {
        if (_all.Find(one => one.Tag == tag) is not { } write)
            return;
        _all.Remove(write);
        write.Answer.TrySetResult(answer);
    }

    private void TakeBack()
    {
        foreach (var write in _all.Where(one => one.Tag > 0))
        {
            write.Tag = 0;
            write.IsDead |= write.Deliveries > DeliveryLimit;
        }
    }

    internal sealed class Waiting(WriteIntent intent)
    {
        public WriteIntent Intent => intent;

        public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Deliveries { get; set; }

        public bool IsDead { get; set; }

        public long Tag { get; set; }
    }
}
