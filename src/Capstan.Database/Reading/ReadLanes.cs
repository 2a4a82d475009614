using Capstan.Database.Queues;

namespace Capstan.Database.Reading;

/// <summary>
/// Carries out reads. One lane serves what is at hand on one state of the copy and sends the answers in one piece, which costs far less
/// than a thread, a transaction and a send for each; a read that comes alone is served and sent at once. When a read keeps its lane busy,
/// another lane takes over what waits behind it.
/// </summary>
internal sealed class ReadLanes : IDisposable
{
    /// <summary>Most reads carried out at the same time.</summary>
    public const int Most = 8;

    /// <summary>Most reads of one state and one piece.</summary>
    public const int MostShared = 32;

    /// <summary>Bytes of answers after which they are sent.</summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>How long a lane may seem stuck before another one starts and its answers so far are sent.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMilliseconds(2);

    private readonly IReadConsumer _reads;
    private readonly IQueryReader _reader;
    private readonly CancellationTokenSource _ended;
    private readonly Lock _lock = new();
    private readonly Queue<(ReadDelivery Delivery, long Number)> _waiting = [];
    private readonly ITimer _watch;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;
    private long _added;
    private long _served;
    private long _servedAtLastLook;
    private int _stuckLooks;
    private int _lanes;
    private bool _isWatched;
    private bool _isEnding;

    public ReadLanes(IReadConsumer reads, IQueryReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        (_reads, _reader) = (reads, reader);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _watch = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when reads are to end, or when a lane has failed.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Takes a read that can be served now.</summary>
    public void Add(ReadDelivery delivery)
    {
        lock (_lock)
        {
            _waiting.Enqueue((delivery, ++_added));
            if (_lanes > 0)
                return;
            StartLane();
        }
    }

    /// <summary>Ends when no lane runs any more.</summary>
    /// <exception cref="Applying.StoreFailedException">The copy cannot be read.</exception>
    public async Task EndAsync()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_lanes == 0)
                _idle.TrySetResult();
        }

        await _idle.Task;
        if (_fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _ended.Dispose();
    }

    // Under the lock.
    private void StartLane()
    {
        _lanes++;
        Watch();
        // What the same thread was about to add is there when the lane begins.
        ThreadPool.UnsafeQueueUserWorkItem(static lanes => _ = lanes.ServeAsync(), this, preferLocal: true);
    }

    private void Watch()
    {
        if (_isWatched)
            return;
        _isWatched = true;
        _servedAtLastLook = _served;
        _watch.Change(Stuck, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        lock (_lock)
        {
            _isWatched = false;
            if (_lanes == 0 || _isEnding)
                return;
            var isStuck = _served == _servedAtLastLook;
            Watch();
            if (!isStuck)
                return;
            _stuckLooks++;
            if (_waiting.Count > 0 && _lanes < Most)
                StartLane();
        }

        _ = SendAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            await _reads.FlushAsync(_ended.Token);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (Take(long.MaxValue) is { } first)
            {
                ServeState(first);
                await _reads.FlushAsync(_ended.Token);
            }
        }
        catch (Exception fault)
        {
            Fail(fault);
        }

        lock (_lock)
        {
            // What came after the last look of this lane.
            if (_waiting.Count > 0 && _lanes == 1 && !_ended.IsCancellationRequested)
            {
                _lanes--;
                StartLane();
                return;
            }

            if (--_lanes == 0 && _isEnding)
                _idle.TrySetResult();
        }
    }

    /// <summary>A read may see a state only if it was there before the state was taken: what was answered before it came is in that state.</summary>
    private void ServeState(ReadDelivery delivery)
    {
        long last;
        int looks;
        lock (_lock)
            (last, looks) = (_added, _stuckLooks);
        using var state = _reader.Begin(_ended.Token);
        var (next, bytes) = ((ReadDelivery?)delivery, 0L);
        for (var count = 1; next is not null; count++)
        {
            var answer = state.Read(next.Query);
            _reads.Answer(next, answer);
            bytes += answer.Body.Length;
            bool isQuick;
            lock (_lock)
            {
                _served++;
                isQuick = looks == _stuckLooks;
            }

            next = isQuick && count < MostShared && bytes < PieceBytes && !state.HasEnded ? Take(last) : null;
        }
    }

    private ReadDelivery? Take(long upTo)
    {
        lock (_lock)
        {
            if (_ended.IsCancellationRequested || !_waiting.TryPeek(out var next) || next.Number > upTo)
                return null;
            return _waiting.Dequeue().Delivery;
        }
    }

    private void Fail(Exception fault)
    {
        lock (_lock)
        {
            if (fault is not OperationCanceledException)
                _fault ??= fault;
        }

        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // All of it has ended already.
        }
    }
}
