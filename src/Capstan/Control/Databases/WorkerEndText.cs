using Capstan.Database.Worker;

namespace Capstan.Control.Databases;

/// <summary>What the exit code of a worker means.</summary>
internal static class WorkerEndText
{
    /// <summary>Whether it ended on purpose, to be started anew at once.</summary>
    public static bool IsStepDown(ReplicaRecord replica) =>
        !replica.IsAlive && replica.Seen.ExitCode is (WorkerExit.SteppedDown or WorkerExit.Rebuild or WorkerExit.SessionLost);

    /// <summary>How it ended, in words.</summary>
    public static string Of(ReplicaRecord replica) => replica switch
    {
        { IsAlive: true } => "",
        { Seen.ExitCode: WorkerExit.SteppedDown } => $"stepped down (exit code {WorkerExit.SteppedDown})",
        { Seen.ExitCode: WorkerExit.Rebuild } => $"set its copy aside to be rebuilt (exit code {WorkerExit.Rebuild})",
        { Seen.ExitCode: WorkerExit.SessionLost } => $"lost its session with the engine (exit code {WorkerExit.SessionLost})",
        _ => replica.EndDetail,
    };
}
