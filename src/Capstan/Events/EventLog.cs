using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Capstan.Events;

/// <summary>
/// The event log of a running stack. An event is in the file before <see cref="Append"/> returns; when the disk refuses it, it is
/// kept in memory, an event says so once, and the next event tries the disk again.
/// </summary>
public sealed class EventLog : IEventLog, IDisposable
{
    /// <summary>Size of <c>events.jsonl</c> at which it is rotated.</summary>
    public const long DefaultRotateAt = 8 * 1024 * 1024;

    /// <summary>Newest events that are kept in memory.</summary>
    public const int InMemory = 2_000;

    private const int Batch = 256;

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly EventFile _file;
    private readonly Queue<StackEvent> _ring;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private TaskCompletionSource _appended = NewSignal();
    private long _last;
    private bool _diskFailed;

    /// <summary>Opens the log of a state folder, which is made when it is missing.</summary>
    /// <exception cref="IOException">The folder or its file cannot be opened.</exception>
    public EventLog(string folder, TimeProvider time, long rotateAt = DefaultRotateAt)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        _time = time;
        _file = new EventFile(folder, rotateAt);
        _file.Open();
        _ring = new Queue<StackEvent>(EventReader.Newest(folder, InMemory));
        _last = _ring.Count == 0 ? 0 : _ring.Max(happened => happened.Id);
    }

    /// <summary>Id of the newest event; 0 before the first.</summary>
    public long LastId
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <inheritdoc />
    public StackEvent Append(string kind, string reason, string? service = null, string? replica = null, JsonObject? data = null)
    {
        TaskCompletionSource waiting;
        StackEvent happened;
        lock (_lock)
        {
            happened = Add(kind, reason, service, replica, data, out var fault);
            if (fault is not null && !_diskFailed)
            {
                _diskFailed = true;
                Add(EventKinds.EventsNotWritten, $"{fault.Message} Events are kept in memory until the disk takes them again.", null, null, null, out _);
            }
            else if (fault is null)
            {
                _diskFailed = false;
            }

            waiting = _appended;
            _appended = NewSignal();
        }

        waiting.SetResult();
        return happened;
    }

    /// <summary>Events of each kind since this log was opened.</summary>
    public IReadOnlyDictionary<string, long> Counts()
    {
        lock (_lock)
            return new Dictionary<string, long>(_counts, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public IReadOnlyList<StackEvent> Recent(int most, long after = 0)
    {
        lock (_lock)
            return [.. _ring.Where(happened => happened.Id > after).TakeLast(most)];
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StackEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (next, oldest, appended) = NextBatch(after);
            if (after + 1 < oldest)
            {
                await foreach (var happened in EventReader.ReadAsync(_folder, after, cancellationToken))
                {
                    if (happened.Id >= oldest)
                        break;
                    after = happened.Id;
                    yield return happened;
                }

                // What rotation or a failed disk took away is gone for everybody; go on with what memory has.
                after = Math.Max(after, oldest - 1);
                continue;
            }

            foreach (var happened in next)
            {
                after = happened.Id;
                yield return happened;
            }

            if (next.Count == 0)
                await appended.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The signal is read together with the batch, so that nothing appended in between is waited past.
    private (List<StackEvent> Next, long Oldest, Task Appended) NextBatch(long after)
    {
        lock (_lock)
        {
            var oldest = _ring.TryPeek(out var first) ? first.Id : _last + 1;
            var next = after >= _last ? [] : _ring.Where(happened => happened.Id > after).Take(Batch).ToList();
            return (next, oldest, _appended.Task);
        }
    }

    private StackEvent Add(string kind, string reason, string? service, string? replica, JsonObject? data, out Exception? fault)
    {
        var happened = new StackEvent
        {
            Id = ++_last,
            Time = _time.GetUtcNow(),
            Kind = kind,
            Reason = reason,
            Service = service,
            Replica = replica,
            Data = data,
        };
        fault = Write(happened);
        _ring.Enqueue(happened);
        if (_ring.Count > InMemory)
            _ring.Dequeue();
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return happened;
    }

    private Exception? Write(StackEvent happened)
    {
        try
        {
            _file.Append(EventJson.Write(happened));
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault;
        }
    }
}
