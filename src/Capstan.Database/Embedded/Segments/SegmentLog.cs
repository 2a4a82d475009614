using System.Buffers;
using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Segments;

/// <summary>
/// The log in files. One thread writes: all messages at hand in one write and one fsync, a single one at once. Nobody sees a message
/// before the fsync that covers it has returned. When a write or fsync fails nothing is written any more, for no later success would say
/// anything about what failed; <see cref="Faulted"/> tells, and the process is to end.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    private readonly object _lock = new();
    private readonly SegmentLogOptions _options;
    private readonly ILogDisk _disk;
    private readonly ReservedPositions _reserved;
    private readonly SegmentFolder _segments;
    private readonly LogTail _tail;
    private readonly Thread _writer;
    private readonly TaskCompletionSource<Exception> _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private List<byte[]> _pending = [];
    private long _pendingBytes;
    private TaskCompletionSource _grown = Signal();
    private TaskCompletionSource _room = Signal();
    private long _end;
    private bool _isClosing;

    private SegmentLog(SegmentLogOptions options, ILogDisk disk, ReservedPositions reserved, SegmentFolder segments, LogCut? cut)
    {
        (_options, _disk, _reserved, _segments, Cut) = (options, disk, reserved, segments, cut);
        _tail = new LogTail(options.TailBytes);
        _end = segments.Active.Last;
        _writer = new Thread(Run) { IsBackground = true, Name = "capstan log" };
    }

    /// <summary>What was cut off when it was opened; null when it was whole.</summary>
    public LogCut? Cut { get; }

    /// <summary>Ends with the fault when the log could not be written. Never ends otherwise.</summary>
    public Task<Exception> Faulted => _faulted.Task;

    /// <summary>Position of the first message that is there, or of the next one while there is none.</summary>
    public LogPosition First
    {
        get
        {
            lock (_lock)
                return new LogPosition(_segments.First);
        }
    }

    /// <summary>The last message on the disk; <see cref="LogPosition.None"/> when there never was one.</summary>
    public LogPosition End => new(Volatile.Read(ref _end));

    /// <summary>Bytes on the disk.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _segments.Bytes;
        }
    }

    /// <exception cref="EngineException">The log is damaged; the message names file, offset and remedy.</exception>
    public static SegmentLog Open(SegmentLogOptions options, ILogDisk disk)
    {
        Directory.CreateDirectory(options.Folder, Files.DurableFile.OwnerFolder);
        var reserved = ReservedPositions.Open(options.Folder);
        var segments = SegmentFolder.Open(options.Folder, reserved.Bound, out var cut);
        reserved.Cover(segments.Active.Last + 1);
        var log = new SegmentLog(options, disk, reserved, segments, cut);
        log._writer.Start();
        return log;
    }

    /// <summary>Takes a message, which is not copied. Waits only while too much waits for the disk. What fails is told by <see cref="Faulted"/>.</summary>
    public async ValueTask AppendAsync(byte[] payload, CancellationToken cancellationToken)
    {
        if (payload.Length > SegmentFormat.MaxPayload)
            throw new ArgumentException($"A message has {payload.Length} bytes; {SegmentFormat.MaxPayload} are the most.", nameof(payload));
        while (!TryAppend(payload, out var room))
            await room.WaitAsync(cancellationToken);
    }

    /// <summary>Messages behind a position, up to a number of bytes but one at least; none when there are none yet.</summary>
    /// <exception cref="LogGapException">The next one was removed.</exception>
    public List<LogEntry> Read(LogPosition after, long bytes)
    {
        Segment segment;
        long from, end;
        lock (_lock)
        {
            if (after.Value >= _end)
                return [];
            if (after.Value + 1 < _segments.First)
                throw Gap();
            if (_tail.Has(after.Value + 1))
                return _tail.Behind(after.Value, bytes);
            segment = _segments.Holding(after.Value + 1);
            (from, end) = (segment.Index.Before(after.Value + 1), segment.Length);
        }

        try
        {
            return SegmentReader.Read(segment.File, segment.Path, from, end, after.Value, bytes);
        }
        catch (ObjectDisposedException)
        {
            // Removed between the look and the reading.
            lock (_lock)
                throw Gap();
        }
    }

    /// <summary>Throws when the message after a position was removed.</summary>
    /// <exception cref="LogGapException">It was.</exception>
    public void Check(LogPosition after)
    {
        lock (_lock)
        {
            if (after.Value + 1 < _segments.First)
                throw Gap();
        }
    }

    /// <summary>Ends when there is a message behind a position.</summary>
    public async Task BeyondAsync(LogPosition after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (_end > after.Value)
                    return;
                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Removes whole files that hold nothing at or above a position. The file that is written to stays.</summary>
    public void PurgeBefore(LogPosition position)
    {
        List<Segment> taken;
        lock (_lock)
            taken = _segments.TakeBefore(position.Value);
        _segments.Delete(taken);
    }

    /// <summary>Writes what was taken, then closes.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosing = true;
            Monitor.PulseAll(_lock);
        }

        _writer.Join();
        _segments.Dispose();
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryAppend(byte[] payload, out Task room)
    {
        lock (_lock)
        {
            room = _room.Task;
            if (_isClosing || _faulted.Task.IsCompleted)
                return true;
            if (_pendingBytes > 0 && _pendingBytes + payload.Length > _options.PendingBytes)
                return false;
            _pending.Add(payload);
            _pendingBytes += payload.Length;
            Monitor.Pulse(_lock);
            return true;
        }
    }

    private void Run()
    {
        try
        {
            while (TakeGroup() is { } group)
                Write(group);
        }
        catch (Exception fault)
        {
            _faulted.TrySetResult(fault);
            lock (_lock)
                Interlocked.Exchange(ref _room, Signal()).TrySetResult();
        }
    }

    private List<byte[]>? TakeGroup()
    {
        lock (_lock)
        {
            while (_pending.Count == 0 && !_isClosing)
                Monitor.Wait(_lock);
            if (_pending.Count == 0)
                return null;
            var group = _pending;
            (_pending, _pendingBytes) = ([], 0);
            Interlocked.Exchange(ref _room, Signal()).TrySetResult();
            return group;
        }
    }

    private void Write(List<byte[]> group)
    {
        for (var at = 0; at < group.Count;)
        {
            var room = _options.SegmentBytes - _segments.Active.Length;
            if (!_segments.Active.IsEmpty && SegmentFormat.SizeOf(group[at].Length) > room)
                room = Roll();
            var count = Encode(group, at, room);
            _disk.Write(_segments.Active.File, _buffer.WrittenSpan, _segments.Active.Length);
            _disk.Flush(_segments.Active.File);
            Publish(group.GetRange(at, count));
            at += count;
        }
    }

    private long Roll()
    {
        var next = _segments.CreateNext();
        lock (_lock)
            _segments.Add(next);
        return _options.SegmentBytes - next.Length;
    }

    private int Encode(List<byte[]> group, int start, long room)
    {
        _buffer.ResetWrittenCount();
        var count = 0;
        for (; start + count < group.Count; count++)
        {
            var payload = group[start + count];
            var size = SegmentFormat.SizeOf(payload.Length);
            if (count > 0 && _buffer.WrittenCount + size > room)
                break;
            SegmentFormat.WriteEntry(_buffer.GetSpan(size)[..size], _end + 1 + count, count, payload);
            _buffer.Advance(size);
        }

        _reserved.Cover(_end + count);
        return count;
    }

    private void Publish(List<byte[]> written)
    {
        lock (_lock)
        {
            foreach (var payload in written)
            {
                var position = _end + 1;
                _segments.Active.Grow(position, SegmentFormat.SizeOf(payload.Length));
                _tail.Add(new LogEntry(position, payload));
                Volatile.Write(ref _end, position);
            }

            Interlocked.Exchange(ref _grown, Signal()).TrySetResult();
        }
    }

    private LogGapException Gap() => new($"The log begins with message {_segments.First}.") { First = new LogPosition(_segments.First) };
}
