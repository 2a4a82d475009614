using System.Runtime.CompilerServices;
using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Testing.Runtimes;

/// <summary>
/// The in-memory twin of a runtime that outlives its controller. Nothing happens in it by itself: replicas run until they are stopped
/// or a test makes them exit. It waits only for the grace of a replica that ignores termination, on the clock it was given.
/// The levers for tests are in the other part of this class.
/// </summary>
public sealed partial class InMemoryRuntime(TimeProvider time) : IContainerRuntime, IReplicaLogs, IReplicaFaults
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ReplicaId, InMemoryReplica> _replicas = [];
    private readonly Broadcast<RuntimeEvent> _events = new();
    private readonly Broadcast<LogLine> _lines = new();
    private int _started;

    /// <inheritdoc />
    public Task<IReadOnlyList<RuntimeReplica>> ListAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnavailable();
        if (Interlocked.Exchange(ref _listFault, null) is { } fault)
            return Task.FromException<IReadOnlyList<RuntimeReplica>>(fault);
        return Task.FromResult(Replicas);
    }

    /// <inheritdoc />
    public Task<StartOutcome> StartAsync(ReplicaLaunch launch, CancellationToken cancellationToken)
    {
        ThrowIfUnavailable();
        lock (_gate)
        {
            if (_replicas.TryGetValue(launch.Id, out var present) && present.Report.IsRunning)
                return Task.FromResult(StartOutcome.Started(present.Report));
            Launches.Add(launch);
            if (FaultOf(launch) is { } fault)
                return Task.FromResult(fault);
            var replica = NewReplica(launch);
            _replicas[launch.Id] = replica;
            _events.Tell(new RuntimeEvent(RuntimeEventKind.Started, launch.Id));
            return Task.FromResult(StartOutcome.Started(replica.Report));
        }
    }

    /// <inheritdoc />
    public async Task StopAsync(ReplicaId id, TimeSpan grace, CancellationToken cancellationToken)
    {
        ThrowIfUnavailable();
        InMemoryReplica? replica;
        lock (_gate)
        {
            Stops.Add(id);
            if (_stopFaults.TryDequeue(out var fault))
                throw fault;
            if (!_replicas.TryGetValue(id, out replica))
                return;
        }
        var killed = grace <= TimeSpan.Zero;
        if (replica.Report.IsRunning && replica.IgnoresTermination && !killed)
        {
            await Task.WhenAny(replica.Ended.Task, Task.Delay(grace, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            killed = true;
        }
        Exit(id, killed ? 137 : 0);
        lock (_gate)
            _replicas.Remove(id);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RuntimeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = _events.Listen();
        yield return new RuntimeEvent(RuntimeEventKind.Resync);
        if (Interlocked.Exchange(ref _watchFault, null) is { } fault)
            throw fault;
        await foreach (var happened in subscription.Reader.ReadAllAsync(cancellationToken))
            yield return happened;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = _lines.Listen();
        List<LogLine> kept;
        lock (_gate)
        {
            kept = [.. _replicas.Values.SelectMany(replica => replica.Lines.TakeLast(query.Tail ?? int.MaxValue)).OrderBy(line => line.Time)];
            // A line printed between the two statements above is in both places.
            while (subscription.Reader.TryRead(out _)) { }
        }
        foreach (var line in kept.Where(line => Wanted(query, line)))
            yield return line;
        if (!query.Follow)
            yield break;
        await foreach (var line in subscription.Reader.ReadAllAsync(cancellationToken))
        {
            if (Wanted(query, line))
                yield return line;
        }
    }

    /// <summary>The replicas stay, as containers do, and those that were paused go on.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            foreach (var replica in _replicas.Values)
                replica.PausedUntil = null;
        }
        return ValueTask.CompletedTask;
    }

    private static bool Wanted(LogQuery query, LogLine line) => query.Service is null || query.Service == line.Replica.Service;

    private InMemoryReplica NewReplica(ReplicaLaunch launch) =>
        new(
            new RuntimeReplica
            {
                Id = launch.Id,
                SpecHash = launch.SpecHash,
                IsRunning = true,
                Port = launch.Port,
                Pid = 1000 + ++_started,
                StartedAt = time.GetUtcNow(),
            },
            IgnoresTermination(launch));
}
