using Capstan.Containers.Processes.Logs;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>One stream of one replica on its way into a log.</summary>
internal sealed class OutputSource(int descriptor, RotatingLog log, int generation, bool isError, Action wake)
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLastCall;

    public int Descriptor => descriptor;

    public RotatingLog Log => log;

    public int Generation => generation;

    public bool IsError => isError;

    public LineCutter Cutter { get; } = new(LogFormat.LongestLine);

    /// <summary>Set when nobody writes any more who matters: what is in the pipe is read, then it is closed.</summary>
    public bool IsLastCall => _isLastCall;

    public void SetClosed() => _closed.TrySetResult();

    /// <summary>Returns when everything that was written is in the log, or a stuck disk has used up the patience.</summary>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time)
    {
        _isLastCall = true;
        wake();
        await Task.WhenAny(_closed.Task, Task.Delay(patience, time));
    }
}
