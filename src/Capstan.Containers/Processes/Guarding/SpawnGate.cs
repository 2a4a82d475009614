using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// Two named pipes that hold a spawned child before its program begins: the child opens <see cref="Arrival"/> for writing and then
/// <see cref="Release"/> for reading, and each open waits for its other side. Between the two the child exists and can be written
/// into the journal, and has run nothing of its program yet.
/// </summary>
internal sealed class SpawnGate : IDisposable
{
    public SpawnGate(string folder)
    {
        Arrival = Path.Combine(folder, $"gate.{Environment.ProcessId}.arrival");
        Release = Path.Combine(folder, $"gate.{Environment.ProcessId}.release");
        foreach (var path in (string[])[Arrival, Release])
        {
            File.Delete(path);
            if (Libc.MakeFifo(path, 0x180) != 0)
                throw Errno.Failure($"mkfifo {path}");
        }
    }

    public string Arrival { get; }

    public string Release { get; }

    /// <summary>Returns when the child is at the gate, or when <see cref="OpenArrival"/> was called in its place.</summary>
    public void AwaitArrival() => _ = Libc.Close(Open(Arrival, Libc.ReadOnly));

    /// <summary>Opened for both directions an open waits for nobody; it serves the waiting side as long as it is held.</summary>
    public int OpenArrival() => Open(Arrival, Libc.ReadWrite);

    /// <inheritdoc cref="OpenArrival" />
    public int OpenRelease() => Open(Release, Libc.ReadWrite);

    public void Dispose()
    {
        File.Delete(Arrival);
        File.Delete(Release);
    }

    private static int Open(string path, int direction)
    {
        while (true)
        {
            var descriptor = Libc.Open(path, direction | Libc.CloseOnExec);
            if (descriptor >= 0)
                return descriptor;
            if (Errno.Last != Errno.Interrupted)
                throw Errno.Failure($"open {path}");
        }
    }
}
