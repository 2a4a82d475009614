using Capstan.Containers.Processes.Logs;
using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>One stream of one replica on its way into a log.</summary>
internal sealed class OutputSource(int descriptor, RotatingLog log, LogStream stream, Action wake)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLastCall;

    public int Descriptor => descriptor;

    /// <summary>Set when nobody writes any more who matters: what is in the pipe is read, then it is closed.</summary>
    public bool IsLastCall => _isLastCall;

    public void Write(ReadOnlySpan<byte> bytes) => log.Write(stream, bytes);

    /// <summary>Writes what came after the last line end, and closes the descriptor.</summary>
    public void Close()
    {
        log.Finish(stream);
        _ = Libc.Close(descriptor);
        _closed.TrySetResult();
    }

    /// <summary>Returns when everything that was written is in the log, or a stuck disk has used up the patience.</summary>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time)
    {
        _isLastCall = true;
        wake();
        await Task.WhenAny(_closed.Task, Task.Delay(patience, time));
    }
}
