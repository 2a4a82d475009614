using Capstan.Cluster.Nodes;
using Capstan.Database.Engines;

namespace Capstan.Cluster.Controlling;

/// <summary>
/// Workers that have ended, whatever their sessions, which outlive them, still show: those whose line to the controller is cut, which is
/// heard first, and the processes that the runtime listed once and does not list any more. Any thread.
/// </summary>
internal sealed class EndedWorkers
{
    // A session that ended with its process leaves nothing to be removed, and such an entry is never asked for.
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly Queue<(int Slot, int Pid)> _ended = new();
    private readonly Queue<Guid> _lives = new();
    private HashSet<(int Slot, int Pid)> _running = [];

    /// <summary>Takes the name of a life that is over.</summary>
    public void End(Guid life)
    {
        lock (_lock)
        {
            _lives.Enqueue(life);
            while (_lives.Count > Most)
                _lives.Dequeue();
        }
    }

    /// <summary>Takes a list of those that run.</summary>
    /// <returns>Whether one has ended since the last one.</returns>
    public bool Look(IReadOnlyList<RunningWorker> running)
    {
        var now = running.Where(worker => worker.Pid > 0).Select(worker => (worker.Slot, worker.Pid)).ToHashSet();
        lock (_lock)
        {
            var gone = _running.Except(now).ToList();
            foreach (var worker in gone)
                _ended.Enqueue(worker);
            while (_ended.Count > Most)
                _ended.Dequeue();
            _running = now;
            return gone.Count > 0;
        }
    }

    /// <summary>Members whose process has ended.</summary>
    public IReadOnlyList<WorkerNode> Among(ClusterState state)
    {
        lock (_lock)
            return [.. state.Workers.Values.Where(HasEnded)];
    }

    private bool HasEnded(WorkerNode worker) => _lives.Contains(worker.Id) || HasGone(worker);

    private bool HasGone(WorkerNode worker) => _ended.Contains((worker.Slot, worker.Pid)) && !_running.Contains((worker.Slot, worker.Pid));
}
