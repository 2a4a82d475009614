using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes;

/// <summary>What the controller's side knows of its replicas, from the frames of the guard.</summary>
internal sealed class ReplicaBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ReplicaId, ReplicaLaunch> _expected = [];
    private readonly Dictionary<ReplicaId, RuntimeReplica> _replicas = [];

    public IReadOnlyList<RuntimeReplica> All()
    {
        lock (_lock)
            return [.. _replicas.Values.OrderBy(replica => replica.Id)];
    }

    public RuntimeReplica? Find(ReplicaId id)
    {
        lock (_lock)
            return _replicas.GetValueOrDefault(id);
    }

    /// <summary>Keeps what the guard is not told, until it answers.</summary>
    public void Expect(ReplicaLaunch launch)
    {
        lock (_lock)
            _expected[launch.Id] = launch;
    }

    /// <summary>The guard started it; also when the caller does not wait for that any more.</summary>
    public void SetStarted(ReplicaId id, int pid, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_expected.Remove(id, out var launch))
                _replicas[id] = new RuntimeReplica
                {
                    Id = id,
                    SpecHash = launch.SpecHash,
                    IsRunning = true,
                    Port = launch.Port,
                    Pid = pid,
                    StartedAt = now,
                };
        }
    }

    /// <summary>The guard could not start it.</summary>
    public void Forget(ReplicaId id)
    {
        lock (_lock)
            _expected.Remove(id);
    }

    public void SetEnded(ReplicaId id, int? exitCode)
    {
        lock (_lock)
        {
            if (_replicas.TryGetValue(id, out var replica))
                _replicas[id] = replica with { IsRunning = false, Pid = 0, ExitCode = exitCode };
        }
    }

    /// <summary>The guard is gone, and with it all that ran.</summary>
    public void SetAllEnded()
    {
        lock (_lock)
        {
            _expected.Clear();
            foreach (var replica in _replicas.Values.Where(replica => replica.IsRunning).ToArray())
                SetEnded(replica.Id, exitCode: null);
        }
    }

    public void Remove(ReplicaId id)
    {
        lock (_lock)
            _replicas.Remove(id);
    }
}
