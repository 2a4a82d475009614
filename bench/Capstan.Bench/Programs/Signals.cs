using System.Runtime.InteropServices;

namespace Capstan.Bench.Programs;

/// <summary>Signals to single processes, by id.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Stop = 19;

    /// <summary>Sends a signal; a process that is gone gets none.</summary>
    public static void Send(int pid, int signal)
    {
        if (pid <= 1)
            throw new BenchException($"{pid} is no process to send a signal to");
        _ = kill(pid, signal);
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
