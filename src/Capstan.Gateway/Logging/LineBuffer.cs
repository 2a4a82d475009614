using System.Buffers;

namespace Capstan.Gateway.Logging;

/// <summary>Makes lines out of records and keeps them until they are written. Allocates nothing once it has its size.</summary>
internal sealed class LineBuffer(IAccessLines lines, TimeProvider time) : IDisposable
{
    private const int Enough = 48 * 1024;
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private DateTimeOffset _wall;
    private long _timestamp;

    /// <summary>Lines of requests in it.</summary>
    public int Count { get; private set; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Whether it should be written before more is added.</summary>
    public bool IsFull => _bytes.WrittenCount >= Enough;

    /// <summary>Looks at both clocks: records have only the timestamps that requests are measured with.</summary>
    public void Begin()
    {
        _wall = time.GetUtcNow();
        _timestamp = time.GetTimestamp();
    }

    /// <summary>Adds a request's line.</summary>
    public void Add(in AccessRecord record)
    {
        var times = new AccessTimes(
            WallOf(record.Arrival),
            Microseconds(record.Arrival, record.End),
            record.Answered == 0 ? null : Microseconds(record.Arrival, record.Answered));
        lines.Write(record, times, _bytes);
        Count++;
    }

    /// <summary>Adds the line that tells how many are missing before it.</summary>
    public void AddDropped(long count)
    {
        lines.WriteDropped(count, _wall.UtcDateTime, _bytes);
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Count = 0;
    }

    /// <inheritdoc />
    public void Dispose() => lines.Dispose();

    private DateTime WallOf(long timestamp) => (_wall - time.GetElapsedTime(timestamp, _timestamp)).UtcDateTime;

    private long Microseconds(long from, long to) => time.GetElapsedTime(from, to).Ticks / TimeSpan.TicksPerMicrosecond;
}
