using System.Collections.Concurrent;
using Capstan.Database.Queues;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Clients that write and read without a pause and note the outcome of each call.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly BrokerFront _front;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> IsSo, TaskCompletionSource Told)> _waiting = [];
    // By writer, when the last of its calls that have ended began.
    private readonly long[] _begun;
    private readonly List<Task> _clients;
    private long _numbers;
    private int _writes;
    private int _reads;

    private Load(BrokerFront front, int writers, int readers, TimeSpan patience)
    {
        (_front, _patience, _begun) = (front, patience, new long[writers]);
        _clients = [.. Enumerable.Range(0, writers).Select(number => Task.Run(() => WriteAsync(number))), .. Enumerable.Range(0, readers).Select(_ => Task.Run(ReadAsync))];
    }

    /// <summary>Writes that were answered.</summary>
    public ConcurrentBag<string> Written { get; } = [];

    /// <summary>Writes that were refused: surely not done.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    /// <summary>Writes of which nobody knows.</summary>
    public ConcurrentBag<string> Unknown { get; } = [];

    /// <summary>The longest call.</summary>
    public TimeSpan Longest { get; private set; }

    public static Load Start(BrokerFront front, int writers, int readers, TimeSpan patience) => new(front, writers, readers, patience);

    /// <summary>Waits for so many more answered writes and reads.</summary>
    public Task MoreAsync(int writes, int reads, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var (writesThen, readsThen) = (_writes + writes, _reads + reads);
            return WhenAsync(() => _writes >= writesThen && _reads >= readsThen, cancellationToken);
        }
    }

    /// <summary>Waits until every writer has the outcome of a call that it begins after this one, and so of the one under way.</summary>
    public Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetTimestamp();
        return WhenAsync(() => _begun.All(begun => begun > now), cancellationToken);
    }

    /// <summary>Lets the calls under way end, and begins no other.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ends.IsCancellationRequested)
            return;
        await _ends.CancelAsync();
        await Task.WhenAll(_clients);
    }

    private async Task WriteAsync(int writer)
    {
        while (!_ends.IsCancellationRequested)
        {
            var request = $"w{Interlocked.Increment(ref _numbers)}";
            var start = TimeProvider.System.GetTimestamp();
            using var limit = new CancellationTokenSource(_patience);
            try
            {
                await _front.WriteAsync(Requests.Write(request), limit.Token);
                Written.Add(request);
                Note(() => _writes++);
            }
            catch (NotQueuedException)
            {
                Refused.Add(request);
                await Task.Delay(20);
            }
            catch (OperationCanceledException)
            {
                Unknown.Add(request);
            }

            Note(() => Took(writer, start));
        }
    }

    private async Task ReadAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(_patience);
            try
            {
                await _front.ReadAsync(Requests.Read(), limit.Token);
                Note(() => _reads++);
            }
            catch (Exception fault) when (fault is NotQueuedException or OperationCanceledException)
            {
                await Task.Delay(20);
            }
        }
    }

    private void Took(int writer, long start)
    {
        var time = TimeProvider.System.GetElapsedTime(start);
        (_begun[writer], Longest) = (start, time > Longest ? time : Longest);
    }

    private Task WhenAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (isSo())
                return Task.CompletedTask;
            _waiting.Add((isSo, told));
        }

        return told.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Notes an outcome and tells those whom it was the last for.</summary>
    private void Note(Action outcome)
    {
        lock (_lock)
        {
            outcome();
            _waiting.RemoveAll(static one => one.IsSo() && one.Told.TrySetResult());
        }
    }
}
