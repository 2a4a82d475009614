using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Testing.Runtimes;

/// <summary>What tests may see of the twin and do to it.</summary>
public sealed partial class InMemoryRuntime
{
    private readonly HashSet<int> _refusedPorts = [];
    private readonly Queue<StartOutcome> _failures = [];
    private readonly Queue<Exception> _stopFaults = [];
    private Exception? _listFault;
    private Exception? _watchFault;
    private volatile string? _unavailable;

    /// <summary>Every start that was asked for and was not a repetition, failed ones included, in order.</summary>
    public List<ReplicaLaunch> Launches { get; } = [];

    /// <summary>Every stop that was asked for, in order.</summary>
    public List<ReplicaId> Stops { get; } = [];

    /// <summary>Images, and first words of commands, that do not exist.</summary>
    public HashSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>Which replicas ignore a polite stop. Default: none.</summary>
    public Predicate<ReplicaLaunch> IgnoresTermination { get; set; } = _ => false;

    /// <summary>All replicas, ordered by identity; works while the twin is unavailable.</summary>
    public IReadOnlyList<RuntimeReplica> Replicas
    {
        get
        {
            lock (_gate)
                return [.. _replicas.Values.Select(replica => replica.Report)];
        }
    }

    /// <summary>Makes a running replica end by itself. Nothing happens when it does not run.</summary>
    public void Exit(ReplicaId id, int code)
    {
        lock (_gate)
        {
            if (!_replicas.TryGetValue(id, out var replica) || !replica.Report.IsRunning)
                return;
            replica.End(code);
            _events.Tell(new RuntimeEvent(RuntimeEventKind.Exited, id, code));
        }
    }

    /// <summary>Makes every start on this port fail with <see cref="StartFault.PortTaken"/> until <see cref="ReleasePort"/>.</summary>
    public void RefusePort(int port)
    {
        lock (_gate)
            _refusedPorts.Add(port);
    }

    /// <summary>Undoes <see cref="RefusePort"/>.</summary>
    public void ReleasePort(int port)
    {
        lock (_gate)
            _refusedPorts.Remove(port);
    }

    /// <summary>Whether nothing holds the port.</summary>
    public bool IsPortFree(int port)
    {
        lock (_gate)
            return !_refusedPorts.Contains(port) && !_replicas.Values.Any(replica => replica.Report.IsRunning && replica.Report.Port == port);
    }

    /// <summary>Makes the next starts fail, one failure each.</summary>
    public void FailNextStarts(StartFault fault, string detail, int count = 1)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                _failures.Enqueue(StartOutcome.Failed(fault, detail));
        }
    }

    /// <summary>Makes list, start and stop throw <see cref="RuntimeUnavailableException"/>; null makes them work again.</summary>
    public void SetUnavailable(string? message)
    {
        _unavailable = message;
        if (message is null)
            _events.Tell(new RuntimeEvent(RuntimeEventKind.Resync));
    }

    /// <summary>Makes the next stops fail without an effect, one failure each.</summary>
    public void FailNextStops(Exception fault, int count = 1)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                _stopFaults.Enqueue(fault);
        }
    }

    /// <summary>Makes the next listing fail.</summary>
    public void FailNextListing(Exception fault) => Volatile.Write(ref _listFault, fault);

    /// <summary>Makes the next watch fail after its first event.</summary>
    public void FailNextWatch(Exception fault) => Volatile.Write(ref _watchFault, fault);

    /// <summary>Puts a replica there that an earlier controller started.</summary>
    public void Leave(RuntimeReplica replica)
    {
        lock (_gate)
            _replicas[replica.Id] = new InMemoryReplica(replica, ignoresTermination: false);
    }

    /// <summary>Lets a replica write a line.</summary>
    public void Print(ReplicaId id, string text, bool isError = false)
    {
        lock (_gate)
        {
            var line = new LogLine(id, time.GetUtcNow(), isError, text);
            _replicas[id].Lines.Add(line);
            _lines.Tell(line);
        }
    }

    private StartOutcome? FaultOf(ReplicaLaunch launch)
    {
        if (_failures.TryDequeue(out var failure))
            return failure;
        if (launch.Port > 0 && !IsPortFree(launch.Port))
            return StartOutcome.Failed(StartFault.PortTaken, $"port {launch.Port} is taken");
        var program = launch.Template.Image ?? (launch.Template.Command is [var first, ..] ? first : null);
        return program is not null && Missing.Contains(program)
            ? StartOutcome.Failed(StartFault.NotFound, $"there is no {program}")
            : null;
    }

    private void ThrowIfUnavailable()
    {
        if (_unavailable is { } message)
            throw new RuntimeUnavailableException(message);
    }
}
