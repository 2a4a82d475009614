using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Sends one reading of the log to a worker, never more than the worker has room for.</summary>
internal sealed class LogStream(int id, SegmentLog log, Outbox outbox) : IDisposable
{
    /// <summary>Bytes that may be on their way to, or wait in, a worker.</summary>
    public const int Window = 8 * 1024 * 1024;

    private const int Piece = 512 * 1024;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private long _room = Window;
    private TaskCompletionSource _roomy = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The worker has consumed some bytes.</summary>
    public void Consumed(long bytes)
    {
        lock (_lock)
        {
            _room += bytes;
            if (_room > 0)
                _roomy.TrySetResult();
        }
    }

    /// <summary>Sends until it is stopped or cannot go on, which the worker is told.</summary>
    public async Task RunAsync(LogPosition after)
    {
        try
        {
            log.Check(after);
            outbox.Send(FrameKind.LogBegun, id, static (writer, reading) => writer.Int32(reading));
            while (true)
                after = await SendAsync(after);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (LogGapException gap)
        {
            outbox.Post(FrameKind.LogGap, (id, gap.First), static (writer, frame) => writer.Int32(frame.id).Int64(frame.First.Value));
        }
        catch (Exception fault)
        {
            outbox.Post(FrameKind.LogFault, (id, fault.Message), static (writer, frame) => writer.Int32(frame.id).Text(frame.Message));
        }

        outbox.Flush();
    }

    public void Dispose() => _stop.Cancel();

    private async Task<LogPosition> SendAsync(LogPosition after)
    {
        await log.BeyondAsync(after, _stop.Token);
        await outbox.RoomAsync().WaitAsync(_stop.Token);
        await RoomAsync().WaitAsync(_stop.Token);
        foreach (var entry in log.Read(after, Piece))
        {
            outbox.Post(FrameKind.LogEntry, (id, entry), static (writer, frame) =>
                writer.Int32(frame.id).Int64(frame.entry.Position).Bytes(frame.entry.Payload));
            Take(entry.Payload.Length);
            after = new LogPosition(entry.Position);
        }

        outbox.Flush();
        return after;
    }

    private Task RoomAsync()
    {
        lock (_lock)
        {
            if (_room > 0)
                return Task.CompletedTask;
            if (_roomy.Task.IsCompleted)
                _roomy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomy.Task;
        }
    }

    private void Take(long bytes)
    {
        lock (_lock)
            _room -= bytes;
    }
}
