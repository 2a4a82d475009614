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

    /// <summary>How long a reading of its own is: whatever keeps one from its marker, the next may have better luck.</summary>
    private static readonly TimeSpan TailPatience = TimeSpan.FromSeconds(5);

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
            if (Volatile.Read(ref _readers) > 0 && await TryAskAsync(ReaderPatience, cancellationToken) is { } end)
                return end;
            while (true)
            {
                // Only what is appended from here on is read.
                await using var tail = await TailAsync();
                if (await TryAskAsync(TailPatience, cancellationToken) is { } found)
                    return found;
            }
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            link.Drop(fault);
            throw new LogLostException(link.Reason, fault);
        }
    }

    private Task<StreamReading> TailAsync()
    {
        return StreamReading.BeginAsync(link, "next", Window, See);

        void See(StreamReading tail, StreamEntry entry, string? marker)
        {
            this.See(entry.Position, marker);
            if (entry.Tag % (Window / 2) == 0)
                _ = tail.AcknowledgeAsync(entry.Tag).AsTask();
        }
    }

    private async Task<LogPosition?> TryAskAsync(TimeSpan patience, CancellationToken cancellationToken)
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
            while (!await IsSeenAsync(found.Task, patience, cancellationToken))
            {
                // A broker under an alarm takes no marker: the next one would only stand behind this one.
                if (!writer.IsBlocked)
                    return null;
            }

            return new LogPosition((await found.Task).Value - 1);
        }
        finally
        {
            _open.TryRemove(marker, out _);
        }
    }

    private async Task<bool> IsSeenAsync(Task marker, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await marker.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
