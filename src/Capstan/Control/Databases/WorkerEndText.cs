namespace Capstan.Control.Databases;

/// <summary>What the exit code of a worker means.</summary>
internal static class WorkerEndText
{
    private const int SteppedDown = 70;
    private const int SetAside = 71;

    /// <summary>Whether it ended on purpose, to be started anew.</summary>
    public static bool IsStepDown(ReplicaRecord replica) => !replica.IsAlive && replica.Seen.ExitCode is SteppedDown or SetAside;

    /// <summary>How it ended, in words.</summary>
    public static string Of(ReplicaRecord replica) => replica switch
    {
        { IsAlive: false, Seen.ExitCode: SteppedDown } => $"stepped down (exit code {SteppedDown})",
        { IsAlive: false, Seen.ExitCode: SetAside } => $"set its copy aside to be rebuilt (exit code {SetAside})",
        _ => replica.EndDetail,
    };
}
