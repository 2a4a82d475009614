using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// Waits for the end of any child, adopted orphans included, on a thread of its own: the kernel wakes it at once. The guard starts no
/// process by other means, so there is nobody to take a child from.
/// </summary>
internal sealed unsafe class Reaper(ReplicaTable table, Action<Exception> fail) : IDisposable
{
    private readonly AutoResetEvent _born = new(false);

    public void Begin() => new Thread(Work, GuardHost.ThreadStack) { IsBackground = true, Name = "reaper" }.Start();

    /// <summary>Tells that there is a child.</summary>
    public void NoteBirth() => _born.Set();

    public void Dispose() => _born.Dispose();

    private void Work()
    {
        var info = stackalloc byte[Libc.WaitInfoSize];
        try
        {
            while (true)
            {
                if (Libc.WaitId(Libc.WaitAll, 0, info, Libc.WaitExited | Libc.WaitNoReap) == 0)
                    table.Reap(*(int*)(info + Libc.WaitInfoPid));
                else if (Errno.Last != Errno.Interrupted)
                    _born.WaitOne();
            }
        }
        catch (Exception broken)
        {
            fail(broken);
        }
    }
}
