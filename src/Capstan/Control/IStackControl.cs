using Capstan.Core.Stacks;
using Capstan.Drills;

namespace Capstan.Control;

/// <summary>What the admin API and the live screen may ask of a running stack.</summary>
public interface IStackControl
{
    /// <summary>The stack now; cheap, at most one pass of the control loop old.</summary>
    StackStatus Status();

    /// <summary>Sets the number of replicas of a service, or of followers of a database. With a scaling rule it holds until the next window is decided.</summary>
    /// <returns>Null when taken, otherwise one sentence that says why not.</returns>
    string? Scale(string service, int wanted);

    /// <summary>
    /// Lets a worker of a database lead although slots that cannot be asked may hold acknowledged writes, which are lost then.
    /// </summary>
    /// <returns>Null when done, otherwise one sentence that says why not.</returns>
    Task<string?> ForceLeaderAsync(string database, CancellationToken cancellationToken);

    /// <summary>Injects a fault, and returns when it is in effect. What comes of it is up to the stack: it is treated as any other fault.</summary>
    Task<DrillOutcome> DrillAsync(DrillRequest asked, CancellationToken cancellationToken);

    /// <summary>Lets go on what a drill paused; nothing happens when that is over.</summary>
    Task EndDrillAsync(long id, CancellationToken cancellationToken);

    /// <summary>Takes over a changed stack. Nothing is touched when any part of it cannot be taken over while running.</summary>
    /// <returns>What will be done, one line each, or why it was refused.</returns>
    ReloadOutcome Reload(StackSpec changed);

    /// <summary>Begins to stop the stack: drains the gateway and ends every replica. Returns at once.</summary>
    void Stop(string reason);
}
