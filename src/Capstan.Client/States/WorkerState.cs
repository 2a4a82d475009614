namespace Capstan.Client;

/// <summary>How a worker stands.</summary>
public sealed record WorkerState
{
    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>Its slot.</summary>
    public required int Slot { get; init; }

    /// <summary>Whether it leads; otherwise it follows.</summary>
    public required bool IsLeader { get; init; }

    /// <summary>Whether it has caught up.</summary>
    public required bool IsReady { get; init; }

    /// <summary>The log position that it has applied.</summary>
    public required long Applied { get; init; }

    /// <summary>Version and options of its SQLite.</summary>
    public required string Engine { get; init; }

    /// <summary>What hinders it; empty when nothing does.</summary>
    public required string Trouble { get; init; }
}
