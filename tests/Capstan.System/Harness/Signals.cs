using System.Runtime.InteropServices;

namespace Capstan.SystemTests.Harness;

/// <summary>Signals to single processes, by id.</summary>
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
        Assert.True(kill(pid, signal) == 0, $"signal {signal} to process {pid}: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Sends a signal to a process that may have ended meanwhile.</summary>
    public static bool TrySend(int pid, int signal) => pid > 1 && kill(pid, signal) == 0;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
