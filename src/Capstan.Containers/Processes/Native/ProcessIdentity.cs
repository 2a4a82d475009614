namespace Capstan.Containers.Processes.Native;

/// <summary>One process of this start of the machine, for good: its number may be used again, the pair never is.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">Its start time, field 22 of <c>/proc/PID/stat</c>.</param>
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>Identity of the process that has this number now; null when there is none.</summary>
    public static ProcessIdentity? Of(int pid) => ProcStat.Of(pid)?.Identity;

    /// <summary>Whether it still runs; an ended process that waits for its parent does not.</summary>
    public bool IsAlive => ProcStat.Of(Pid) is { HasEnded: false } stat && stat.StartTicks == StartTicks;

    /// <summary>Sends a signal to this very process and never to another one that got its number.</summary>
    /// <returns>False when it is gone.</returns>
    public bool Send(int signal)
    {
        // The descriptor is taken first and the start time compared after: whatever the descriptor names cannot change any more.
        var descriptor = (int)Libc.SystemCall(Libc.PidfdOpen, Pid, 0, 0, 0);
        if (descriptor < 0 && Errno.Last != Errno.NotImplemented)
            return false;
        try
        {
            if (ProcStat.Of(Pid) is not { } stat || stat.StartTicks != StartTicks)
                return false;
            return descriptor >= 0
                ? Libc.SystemCall(Libc.PidfdSendSignal, descriptor, signal, 0, 0) == 0
                : Libc.Kill(Pid, signal) == 0;
        }
        finally
        {
            if (descriptor >= 0)
                _ = Libc.Close(descriptor);
        }
    }
}
