using Capstan.Database.Membership;
using Capstan.Database.Reading;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>Whose turn it is. Guarded by the queue's lock.</summary>
internal sealed class ReadTurn(Func<ReadWorker, bool> isStale)
{
    private readonly List<ReadWorker> _workers = [];
    private ReadWorker? _last;

    public void Add(ReadWorker worker)
    {
        var place = _workers.FindIndex(other => other.Sink.Slot > worker.Sink.Slot);
        _workers.Insert(place < 0 ? _workers.Count : place, worker);
    }

    public ReadWorker? Remove(IReadSink sink)
    {
        var place = _workers.FindIndex(worker => worker.Sink == sink);
        if (place < 0)
            return null;
        var worker = _workers[place];
        if (_last == worker)
            _last = _workers[(place + _workers.Count - 1) % _workers.Count];
        _workers.RemoveAt(place);
        return worker;
    }

    /// <summary>Takes a view, and looks at how far each one is while nobody reads too.</summary>
    public void Take(MembershipView view)
    {
        foreach (var worker in _workers)
        {
            worker.Take(view);
            _ = isStale(worker);
        }
    }

    public bool CanServe(QueuedRead read) => _workers.Exists(worker => May(worker, read));

    public TurnOutcome Choose(QueuedRead read, out ReadWorker? chosen)
    {
        var outcome = Choose(read, leader: false, out chosen);
        return outcome == TurnOutcome.Nobody ? Choose(read, leader: true, out chosen) : outcome;
    }

    private TurnOutcome Choose(QueuedRead read, bool leader, out ReadWorker? chosen)
    {
        var outcome = TurnOutcome.Nobody;
        var start = _last is null ? 0 : _workers.IndexOf(_last) + 1;
        for (var i = 0; i < _workers.Count; i++)
        {
            chosen = _workers[(start + i) % _workers.Count];
            if (chosen.IsLeader != leader || !May(chosen, read))
                continue;
            outcome = TurnOutcome.Busy;
            if (!chosen.HasRoom)
                continue;
            if (!leader)
                _last = chosen;
            return TurnOutcome.Chosen;
        }

        chosen = null;
        return outcome;
    }

    private bool May(ReadWorker worker, QueuedRead read) =>
        worker.IsReady && !read.WasWith(worker.Sink.Id) && (read.Query.Level != ReadLevel.Any || !isStale(worker));
}
