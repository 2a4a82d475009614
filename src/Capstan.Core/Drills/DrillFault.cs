namespace Capstan.Core.Drills;

/// <summary>A fault that a drill injects.</summary>
public enum DrillFault
{
    /// <summary>The leader of a database is killed.</summary>
    KillLeader,

    /// <summary>The leader of a database hangs for a while.</summary>
    PauseLeader,

    /// <summary>A follower of a database is killed.</summary>
    KillFollower,

    /// <summary>A follower of a database hangs for a while.</summary>
    PauseFollower,

    /// <summary>All workers of a database are killed at once.</summary>
    KillWorkers,

    /// <summary>A replica of a service is killed.</summary>
    KillReplica,

    /// <summary>A replica of a service hangs for a while.</summary>
    PauseReplica,
}
