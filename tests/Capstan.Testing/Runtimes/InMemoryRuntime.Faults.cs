using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Testing.Runtimes;

/// <summary>Injuries of the twin.</summary>
public sealed partial class InMemoryRuntime
{
    private string? _injuryFault;

    /// <summary>Every injury that was asked for, as <c>kill main/0#1</c>, in order.</summary>
    public List<string> Injuries { get; } = [];

    /// <summary>Makes the next injury fail without an effect.</summary>
    public void FailNextInjury(string message) => Volatile.Write(ref _injuryFault, message);

    /// <summary>Whether a replica is paused now.</summary>
    public bool IsPaused(ReplicaId id)
    {
        lock (_gate)
            return _replicas.TryGetValue(id, out var replica) && replica.PausedUntil > time.GetUtcNow();
    }

    /// <inheritdoc />
    public Task<bool> KillAsync(ReplicaId id, CancellationToken cancellationToken)
    {
        var runs = Injure("kill", id, null);
        Exit(id, 137);
        return Task.FromResult(runs);
    }

    /// <inheritdoc />
    public Task<bool> PauseAsync(ReplicaId id, TimeSpan length, CancellationToken cancellationToken) =>
        Task.FromResult(Injure("pause", id, time.GetUtcNow() + length));

    /// <inheritdoc />
    public Task<bool> ResumeAsync(ReplicaId id, CancellationToken cancellationToken) => Task.FromResult(Injure("resume", id, null));

    private bool Injure(string what, ReplicaId id, DateTimeOffset? until)
    {
        ThrowIfUnavailable();
        if (Interlocked.Exchange(ref _injuryFault, null) is { } fault)
            throw new RuntimeUnavailableException(fault);
        lock (_gate)
        {
            Injuries.Add($"{what} {id}");
            if (!_replicas.TryGetValue(id, out var replica) || !replica.Report.IsRunning)
                return false;
            replica.PausedUntil = until;
            return true;
        }
    }
}
