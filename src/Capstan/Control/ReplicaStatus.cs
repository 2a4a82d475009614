namespace Capstan.Control;

/// <summary>A replica at one moment.</summary>
public sealed record ReplicaStatus
{
    /// <summary>Number of its slot.</summary>
    public required int Slot { get; init; }

    /// <summary>Host port it answers on.</summary>
    public required int Port { get; init; }

    /// <summary>Process id on the host; null when it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary>Full id of its container; null for a process.</summary>
    public string? ContainerId { get; init; }

    /// <summary><c>starting</c>, <c>warming</c>, <c>ready</c>, <c>draining</c>, <c>gone</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it entered this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Which replica in its slot's history it is.</summary>
    public required int Generation { get; init; }

    /// <summary>What its last health check found; null before the first.</summary>
    public string? Health { get; init; }

    /// <summary>Requests sent to it.</summary>
    public long Requests { get; init; }

    /// <summary>Requests with it now.</summary>
    public int InFlight { get; init; }

    /// <summary>Whether the gateway keeps it out of rotation for its failures.</summary>
    public bool Ejected { get; init; }

    /// <summary>What it waits for, or why it failed; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
