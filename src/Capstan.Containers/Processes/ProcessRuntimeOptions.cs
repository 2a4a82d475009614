namespace Capstan.Containers.Processes;

/// <summary>Where and how a <see cref="ProcessRuntime"/> works.</summary>
public sealed record ProcessRuntimeOptions
{
    /// <summary>
    /// Absolute path of the stack's state folder, for the journal and the logs; made when missing. Its owner holds a lock on it: two
    /// runtimes on one folder would end each other's replicas.
    /// </summary>
    public required string StateFolder { get; init; }

    /// <summary>Absolute path of the folder that replicas whose template names none start in. Default: the current folder.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Program and arguments that start a guard, that is, a process which calls <see cref="Guard.Run"/>.</summary>
    public required IReadOnlyList<string> GuardCommand { get; init; }

    /// <summary>Size of a log file in bytes at which the next one begins. Default 10 MiB.</summary>
    public long LogFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Log files kept per slot, 1 and up, the one being written included. Default 3.</summary>
    public int LogFiles { get; init; } = 3;
}
