using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Writes on their way. Guarded by the world's lock.</summary>
internal sealed class MemoryWrites
{
    private const int DeliveryLimit = 20;
    private const int SuspectFrom = 3;
    private readonly List<Waiting> _all = [];
    private readonly Dictionary<RequestId, int> _failures = [];
    private object? _consumer;
    private Epoch _epoch;
    private long _tags;

    public int Limit { get; set; } = int.MaxValue;

    public int Depth => _all.Count(one => !IsDead(one));

    public int DeadDepth => _all.Count(one => IsDead(one) && one.Tag == 0);

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
        if (!write.WasDelivered)
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
        if (_consumer != consumer)
            return null;
        var given = Next();
        return given.Count == 0 ? null : given.ConvertAll(one =>
        {
            one.Tag = ++_tags;
            one.WasDelivered = true;
            return new WriteDelivery(one.Tag, one.Intent, now, IsDead(one));
        });
    }

    public void Settle(long tag, Answer answer)
    {
        if (_all.Find(one => one.Tag == tag) is not { } write)
            return;
        _all.Remove(write);
        if (!IsDead(write))
            _failures.Remove(write.Intent.Request);
        write.Answer.TrySetResult(answer);
    }

    // All that wait, up to the first that may only go alone.
    private List<Waiting> Next()
    {
        var waiting = _all.FindAll(one => one.Tag == 0);
        var dead = waiting.FindAll(IsDead);
        if (dead.Count > 0 || _all.Exists(one => one.Tag > 0 && IsSuspect(one)))
            return dead;
        if (waiting.Count > 0 && IsSuspect(waiting[0]))
            return _all.Exists(one => one.Tag > 0) ? [] : [waiting[0]];
        return [.. waiting.TakeWhile(one => !IsSuspect(one))];
    }

    private void TakeBack()
    {
        var left = _all.FindAll(one => one.Tag > 0);
        foreach (var request in left.Select(one => one.Intent.Request).Distinct())
            _failures[request] = _failures.GetValueOrDefault(request) + 1;
        foreach (var write in left)
            write.Tag = 0;
    }

    private bool IsDead(Waiting write) => _failures.GetValueOrDefault(write.Intent.Request) > DeliveryLimit;

    private bool IsSuspect(Waiting write) => !IsDead(write) && _failures.GetValueOrDefault(write.Intent.Request) >= SuspectFrom;

    internal sealed class Waiting(WriteIntent intent)
    {
        public WriteIntent Intent => intent;

        public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasDelivered { get; set; }

        public long Tag { get; set; }
    }
}
