using Capstan.Containers;
using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Workers;
using Capstan.Health;

namespace Capstan.Control;

/// <summary>What the controller remembers of one replica. Touched by the control loop alone.</summary>
internal sealed class ReplicaRecord
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReplicaRecord(RuntimeReplica seen, TimeSpan started, DateTimeOffset wall)
    {
        Seen = seen;
        Life = new ReplicaLife(started);
        StateSince = wall;
    }

    /// <summary>As the runtime reported it last.</summary>
    public RuntimeReplica Seen { get; private set; }

    public ReplicaId Id => Seen.Id;

    public ReplicaLife Life { get; }

    /// <summary>When it entered its state, on the wall clock, for people.</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>When it first became able to serve, in ticks of the time provider; 0 before that.</summary>
    public long ReadyTimestamp { get; private set; }

    /// <summary>Its health checks; null while it is not to be asked.</summary>
    public HealthWatch? Watch { get; set; }

    /// <summary>What its engine showed of it; null for a replica of a service.</summary>
    public WorkerWatch? Worker { get; set; }

    /// <summary>Ends when nothing is left of it. May be awaited by any thread.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether its program runs.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>How it ended; empty while it runs.</summary>
    public string EndDetail { get; private set; } = "";

    /// <summary>Why it is in its state, where that is worth saying.</summary>
    public string? Note { get; private set; }

    /// <summary>What the last check or the runtime said.</summary>
    public string Detail => IsAlive ? Watch?.Last?.Detail ?? "not asked yet" : EndDetail;

    public HealthVerdict Verdict => Watch?.Verdict ?? HealthVerdict.Pending;

    /// <summary>Takes in what the runtime reports.</summary>
    public void Observe(RuntimeReplica seen)
    {
        Seen = seen;
        if (!seen.IsRunning && IsAlive)
            End(DescribeExit(seen.ExitCode));
    }

    /// <summary>The runtime does not know it any more.</summary>
    public void Vanish() => End("it was removed by somebody else");

    public bool MoveTo(ReplicaState state, string reason, ControlClock clock)
    {
        if (!Life.MoveTo(state, clock.Now))
            return false;
        StateSince = clock.Wall;
        if (state is (ReplicaState.Warming or ReplicaState.Ready) && ReadyTimestamp == 0)
            ReadyTimestamp = clock.Ticks;
        Note = state is ReplicaState.Failed or ReplicaState.Draining ? reason : null;
        if (state == ReplicaState.Gone)
            _gone.TrySetResult();
        return true;
    }

    private void End(string detail)
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        EndDetail = detail;
    }

    private static string DescribeExit(int? code) => code switch
    {
        null => "its program ended",
        > 128 and < 160 => $"its program was ended by signal {code - 128}",
        _ => $"its program ended with exit code {code}",
    };
}
