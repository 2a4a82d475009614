namespace Capstan.Hosting;

/// <summary>Runs one stack: locks its state folder, puts runtime, gateway, controller and admin API together, and waits for the end.</summary>
public interface IStackRunner
{
    /// <summary>
    /// Returns when the stack has ended: because a signal said so, because <c>POST /v1/stop</c> did, or because it could not start.
    /// Expected failures are outcomes, not exceptions; nothing is left running after one.
    /// </summary>
    Task<RunOutcome> RunAsync(StackRun run, IStackObserver observer, RunSignals signals);

    /// <summary>
    /// Ends what an earlier controller of this stack left behind: containers after SIGTERM or a kill, processes after a kill. Does
    /// nothing when there is nothing.
    /// </summary>
    /// <returns>Code 0 with what was removed as the message (null when nothing was), or 1 with why it could not be.</returns>
    Task<RunOutcome> RemoveLeftoversAsync(StackRun run, CancellationToken cancellationToken);
}
