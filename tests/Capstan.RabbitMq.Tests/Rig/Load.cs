using System.Collections.Concurrent;
using Capstan.Database.Queues;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Clients that write and read without a pause and note the outcome of each call.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly BrokerFront _front;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _clients;
    private long _numbers;

    private Load(BrokerFront front, int writers, int readers, TimeSpan patience)
    {
        (_front, _patience) = (front, patience);
        _clients = [.. Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync)), .. Enumerable.Range(0, readers).Select(_ => Task.Run(ReadAsync))];
    }

    /// <summary>Writes that were answered.</summary>
    public ConcurrentBag<string> Written { get; } = [];

    /// <summary>Writes that were refused: surely not done.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    /// <summary>Writes of which nobody knows.</summary>
    public ConcurrentBag<string> Unknown { get; } = [];

    /// <summary>Reads that were answered.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The longest call.</summary>
    public TimeSpan Longest { get; private set; }

    private int _reads;

    public static Load Start(BrokerFront front, int writers, int readers, TimeSpan patience) => new(front, writers, readers, patience);

    /// <summary>Waits for so many more answered writes and reads.</summary>
    public async Task MoreAsync(int writes, int reads, CancellationToken cancellationToken)
    {
        var (writesBefore, readsBefore) = (Written.Count, Reads);
        while (Written.Count < writesBefore + writes || Reads < readsBefore + reads)
            await Task.Delay(10, cancellationToken);
    }

    /// <summary>Lets the calls under way end, and begins no other.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ends.IsCancellationRequested)
            return;
        await _ends.CancelAsync();
        await Task.WhenAll(_clients);
    }

    private async Task WriteAsync()
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

            Took(TimeProvider.System.GetElapsedTime(start));
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
                Interlocked.Increment(ref _reads);
            }
            catch (Exception fault) when (fault is NotQueuedException or OperationCanceledException)
            {
                await Task.Delay(20);
            }
        }
    }

    private void Took(TimeSpan time)
    {
        lock (_clients)
            Longest = time > Longest ? time : Longest;
    }
}
