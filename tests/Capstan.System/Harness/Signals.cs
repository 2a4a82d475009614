using System.Runtime.InteropServices;

namespace Capstan.SystemTests.Harness;

/// <summary>
/// Signals to single processes, by id; by the id of a container's first process to all of that container, since it may be no more than the
/// parent of the program that is meant.
/// </summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal.</summary>
    public static void Send(int pid, int signal)
    {
        Assert.True(pid > 1, $"{pid} is no process to send a signal to");
        Assert.True(TrySend(pid, signal), $"signal {signal} to process {pid}: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Sends a signal to a process that may have ended meanwhile.</summary>
    public static bool TrySend(int pid, int signal)
    {
        if (pid <= 1)
            return false;
        // The kernel itself kills a container with its first process.
        var others = signal == Kill ? [] : ContainerProcesses.AllOf(pid).Skip(1).ToList();
        if (kill(pid, signal) != 0)
            return false;
        foreach (var other in others)
            _ = kill(other, signal);
        return true;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
