using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Reads on their way. Guarded by the world's lock.</summary>
internal sealed class MemoryReads
{
    private readonly List<Reader> _readers = [];
    private readonly List<Waiting> _all = [];
    private long _tags;
    private int _turn;

    public int Limit { get; set; } = int.MaxValue;

    public int Depth => _all.Count;

    public Waiting Add(ReadQuery query, MembershipView view)
    {
        if (_all.Count >= Limit)
            throw new NotQueuedException($"{_all.Count} reads wait.");
        if (!_readers.Exists(reader => IsReady(reader, view)))
            throw new NotQueuedException("No worker serves reads now.");
        var read = new Waiting(query);
        _all.Add(read);
        Deliver(view);
        return read;
    }

    public void Begin(Guid worker, int slot, int credit, MembershipView view)
    {
        _readers.Add(new Reader(worker, slot, credit));
        _readers.Sort((left, right) => left.Slot.CompareTo(right.Slot));
        Deliver(view);
    }

    public void Stop(Guid worker, MembershipView view)
    {
        _readers.RemoveAll(reader => reader.Worker == worker);
        foreach (var read in _all)
            read.With.RemoveAll(with => with.Worker == worker);
        Deliver(view);
    }

    public ReadDelivery? Take(Guid worker) =>
        _readers.Find(reader => reader.Worker == worker) is { } reader && reader.Arrived.TryDequeue(out var delivery) ? delivery : null;

    public void Settle(Guid worker, long tag, Answer answer, MembershipView view)
    {
        if (_readers.Find(reader => reader.Worker == worker) is { } reader)
            reader.Busy.Remove(tag);
        if (_all.Find(read => read.With.Contains((worker, tag))) is { } found)
        {
            found.With.Remove((worker, tag));
            found.Refusal = answer.Code is AnswerCode.NotYet or AnswerCode.Unavailable ? answer : null;
            if (found.Refusal is null)
                End(found, answer);
        }

        Deliver(view);
    }

    public void Repeat(Waiting read, MembershipView view)
    {
        read.IsRepeated = true;
        Deliver(view);
        read.IsRepeated = false;
    }

    public void Abandon(Waiting read, CancellationToken cancellationToken)
    {
        _all.Remove(read);
        read.Answer.TrySetCanceled(cancellationToken);
    }

    public void Deliver(MembershipView view)
    {
        foreach (var read in _all.Where(one => one.With.Count == 0 || one.IsRepeated).ToList())
        {
            var may = _readers.Where(reader => IsReady(reader, view) && !read.Tried.Contains(reader.Worker)).ToList();
            var followers = may.Where(reader => reader.Worker != view.Leader).ToList();
            var from = followers.Count > 0 ? followers : may;
            if (from.Count == 0 && read is { With.Count: 0, Refusal: { } refusal })
                End(read, refusal);
            var next = from.OrderBy(reader => reader.Slot <= _turn).ThenBy(reader => reader.Slot).FirstOrDefault(reader => reader.Busy.Count < reader.Credit);
            if (next is null)
                continue;
            _turn = followers.Count > 0 ? next.Slot : _turn;
            read.Tried.Add(next.Worker);
            read.With.Add((next.Worker, ++_tags));
            next.Busy.Add(_tags);
            next.Arrived.Enqueue(new ReadDelivery(_tags, read.Query));
        }
    }

    private void End(Waiting read, Answer answer)
    {
        _all.Remove(read);
        read.Answer.TrySetResult(answer);
    }

    private static bool IsReady(Reader reader, MembershipView view) => view.Members.Any(member => member.Id == reader.Worker && member.State.IsReady);

    internal sealed class Waiting(ReadQuery query)
    {
        public ReadQuery Query => query;

        public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Guid> Tried { get; } = [];

        public List<(Guid Worker, long Tag)> With { get; } = [];

        public Answer? Refusal { get; set; }

        public bool IsRepeated { get; set; }
    }

    private sealed record Reader(Guid Worker, int Slot, int Credit)
    {
        public HashSet<long> Busy { get; } = [];

        public Queue<ReadDelivery> Arrived { get; } = [];
    }
}
