using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Engines;

/// <summary>How a database's engine stands at one moment.</summary>
public sealed record EngineReading
{
    /// <summary>Who is there, who leads.</summary>
    public required MembershipView View { get; init; }

    /// <summary>Last message of the log.</summary>
    public LogPosition LogEnd { get; init; }

    /// <summary>Bytes of log on disk; null where the log does not tell.</summary>
    public long? LogBytes { get; init; }

    /// <summary>Writes that wait for the leader or for its answer.</summary>
    public int WriteDepth { get; init; }

    /// <summary>Reads that wait for a worker or for its answer.</summary>
    public int ReadDepth { get; init; }

    /// <summary>Writes that were delivered too often and wait to be refused.</summary>
    public int DeadDepth { get; init; }

    /// <summary>Why nobody leads or nothing is written, with the remedy; empty when all is well.</summary>
    public string Trouble { get; init; } = "";
}
