using Capstan.Core.Stacks;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Logging;

/// <summary>
/// The access log: rings that requests are noted in, and one thread that writes what is in them, every quarter of a second and whenever
/// half of a ring has filled. Nobody who serves a request ever waits for it: what comes faster than it can be written is dropped and
/// counted, and the log itself says how much.
/// </summary>
internal sealed partial class AccessLog : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the end may wait for a sink that takes nothing.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(2);

    private readonly AccessLogSpec _spec;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ILogSink _sink;
    private readonly LineBuffer _lines;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private volatile AccessRing[] _rings = [];
    private volatile string? _fault;
    private volatile bool _ending;
    private long _written;
    private long _failed;
    private long _told;
    private AccessRecord _record;

    private AccessLog(AccessLogSpec spec, ILogSink sink, TimeProvider time, ILogger logger)
    {
        _spec = spec;
        _sink = sink;
        _time = time;
        _logger = logger;
        _lines = new LineBuffer(spec.Format == AccessLogFormat.Json ? new JsonLines() : new CommonLines(), time);
        _timer = time.CreateTimer(static state => ((AutoResetEvent)state!).Set(), _wake, Pause, Pause);
        new Thread(Run) { IsBackground = true, Name = "capstan-access-log" }.Start();
    }

    /// <summary>Opens the log.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static AccessLog Open(AccessLogSpec spec, TimeProvider time, ILogger logger) =>
        new(spec, spec.Path == AccessLogSpec.StandardOutput ? new StreamSink(Console.OpenStandardOutput()) : FileSink.Open(spec.Path, time), time, logger);

    /// <summary>A log that writes to a sink.</summary>
    internal static AccessLog Open(AccessLogSpec spec, ILogSink sink, TimeProvider time, ILogger logger) => new(spec, sink, time, logger);

    /// <summary>One more ring: for an event loop, or for all threads of the general plane.</summary>
    public AccessRing NewRing()
    {
        var ring = new AccessRing(_spec.Sample, () => _wake.Set());
        lock (_lock)
            _rings = [.. _rings, ring];
        return ring;
    }

    /// <summary>What was written and what was not.</summary>
    public AccessLogReading Read() => new(_spec.Path, Interlocked.Read(ref _written), Dropped(), _fault);

    /// <summary>Writes what is noted by now and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        await _timer.DisposeAsync();
        _wake.Set();
        try
        {
            await _ended.Task.WaitAsync(LastWrite, _time);
        }
        catch (TimeoutException)
        {
            // Standard output that nobody reads: the thread is a background one and ends with the program.
            LogStuck(_spec.Path);
        }
    }

    private long Dropped()
    {
        var dropped = Interlocked.Read(ref _failed);
        foreach (var ring in _rings)
            dropped += ring.Dropped;
        return dropped;
    }

    private void Run()
    {
        while (true)
        {
            _wake.WaitOne();
            var isLast = _ending;
            while (WriteRound())
            {
            }

            if (isLast)
                break;
        }

        _sink.Dispose();
        _lines.Dispose();
        _ended.SetResult();
    }

    /// <summary>Writes at most one filling of each ring, so that none waits for another; true when there may be more.</summary>
    private bool WriteRound()
    {
        var hasMore = false;
        _lines.Begin();
        foreach (var ring in _rings)
        {
            var taken = 0;
            while (taken < AccessRing.Size && ring.TryTake(ref _record))
            {
                _lines.Add(_record);
                taken++;
                if (_lines.IsFull)
                    Flush();
            }

            hasMore |= taken == AccessRing.Size;
        }

        Flush();
        TellDropped();
        return hasMore;
    }

    private void TellDropped()
    {
        // While writing fails nobody could read it; afterwards it is the first thing that the log says.
        var dropped = Dropped();
        if (dropped == _told || _fault is not null)
            return;
        _lines.AddDropped(dropped - _told);
        if (Flush())
            _told = dropped;
    }

    /// <summary>Writes the lines; those of requests are counted when that fails.</summary>
    private bool Flush()
    {
        var count = _lines.Count;
        try
        {
            _sink.Write(_lines.Bytes);
            Interlocked.Add(ref _written, count);
            if (_fault is not null && count > 0)
            {
                _fault = null;
                LogWritable(_spec.Path);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _failed, count);
            if (_fault is null)
                LogUnwritable(_spec.Path, exception.Message);
            _fault = exception.Message;
            return false;
        }
        finally
        {
            _lines.Clear();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The access log {Path} cannot be written: {Reason} Requests are served without it; its lines are dropped and counted until it can be.")]
    private partial void LogUnwritable(string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The access log {Path} can be written again.")]
    private partial void LogWritable(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The access log {Path} took nothing for two seconds at the end; its last lines are lost.")]
    private partial void LogStuck(string path);
}
