using System.Collections.Concurrent;
using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Log;

/// <summary>
/// Finds the log's end as of now: a marker (<see cref="RecordKind.Read"/>) is appended, and whoever reads the log says where it stands. What
/// was there before has a lower position.
/// </summary>
/// <param name="writer">Appends the markers.</param>
/// <param name="link">The connection to read on.</param>
/// <param name="time">The clock.</param>
internal sealed class LogEnds(LogWriter writer, BrokerLink link, TimeProvider time)
{
    /// <summary>How long a reading that goes on anyway is trusted to come across the marker. It may be far behind, or about to end.</summary>
    private static readonly TimeSpan ReaderPatience = TimeSpan.FromMilliseconds(500);

    private const ushort Window = 64;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LogPosition>> _open = new();
    private int _readers;

    /// <summary>A reading has begun that shows every message to <see cref="See"/>.</summary>
    public void Join() => Interlocked.Increment(ref _readers);

    /// <summary>It has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _readers);

    /// <summary>Looks whether a message is a marker that somebody waits for.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="marker">The name it carries.</param>
    public void See(LogPosition position, string? marker)
    {
        if (marker is not null && _open.TryRemove(marker, out var found))
            found.TrySetResult(position);
    }

    /// <summary>The position before the marker; of an empty log none.</summary>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    public async Task<LogPosition> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Volatile.Read(ref _readers) > 0 && await TryAskReadersAsync(cancellationToken) is { } end)
                return end;
            // Only what is appended from here on is read.
            await using var tail = await TailAsync(cancellationToken);
            return await AskReaderAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            link.Drop(fault.Message);
            throw new LogLostException(link.Reason, fault);
        }
    }

    private async Task<LogPosition?> TryAskReadersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskReaderAsync(ReaderPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<StreamReading> TailAsync(CancellationToken cancellationToken)
    {
        StreamReading? tail = null;
        tail = await StreamReading.BeginAsync(link, "next", Window, See, cancellationToken);
        return tail;

        void See(StreamEntry entry, string? marker)
        {
            this.See(entry.Position, marker);
            if (entry.Tag % (Window / 2) == 0 && tail is not null)
                _ = tail.AcknowledgeAsync(entry.Tag).AsTask();
        }
    }

    private async Task<LogPosition> AskReaderAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var name = Guid.NewGuid();
        var marker = name.ToString("N");
        var found = new TaskCompletionSource<LogPosition>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[marker] = found;
        using var lost = link.Ended.UnsafeRegister(static state => ((TaskCompletionSource<LogPosition>)state!).TrySetCanceled(), found);
        try
        {
            var record = new LogRecord { Kind = RecordKind.Read, Epoch = Epoch.None, Body = name.ToByteArray() };
            await writer.AppendAsync(RecordCodec.Encode([record]), marker, cancellationToken);
            var position = await found.Task.WaitAsync(patience, time, cancellationToken);
            return new LogPosition(position.Value - 1);
        }
        finally
        {
            _open.TryRemove(marker, out _);
        }
    }
}
