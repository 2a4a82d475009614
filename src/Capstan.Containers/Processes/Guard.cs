using Capstan.Containers.Processes.Guarding;
using Capstan.Containers.Processes.Native;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Containers.Processes;

/// <summary>
/// The guard of a stack: the process between the controller and its replicas. It is their parent, captures their output and ends every
/// one of them, with all descendants, as soon as its standard input ends, which the kernel sees to whatever becomes of the controller.
/// It runs the same program as the controller under a command of its own, which does nothing but call <see cref="Run"/>.
/// </summary>
public static class Guard
{
    /// <summary>
    /// Runs until standard input ends and everything is gone. Takes the whole process for itself: standard output belongs to the
    /// controller, signals that ask for an end are ignored, all children are reaped.
    /// </summary>
    /// <param name="time">The clock for graces and time stamps.</param>
    /// <returns>The exit code of the process: 0, or 69 where there is no Linux.</returns>
    public static int Run(TimeProvider time)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine($"capstan: {ProcessRuntime.NeedsLinux}");
            return 69;
        }
        Detach();
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        // Never closed: ends of replicas may still be told on other threads while this one returns.
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        new GuardHost(input, new GuardChannel(output), time).Run();
        return 0;
    }

    // An interrupt from the terminal, or a stop of the whole service, is the controller's to handle: it still needs the guard for that.
    private static void Detach()
    {
        _ = Libc.SetSession();
        foreach (var signal in (int[])[Signals.Hangup, Signals.Interrupt, Signals.Quit, Signals.Terminate])
            _ = Libc.Signal(signal, Libc.SignalIgnore);
        _ = Libc.Signal(Signals.Child, Libc.SignalDefault);
        if (Libc.ProcessControl(Libc.ChildSubreaper, 1, 0, 0, 0) != 0)
            throw Errno.Failure("prctl(PR_SET_CHILD_SUBREAPER)");
    }
}
