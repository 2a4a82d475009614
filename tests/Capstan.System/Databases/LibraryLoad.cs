using System.Collections.Concurrent;
using Capstan.Client;
using Capstan.History;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>Clients that use the library: some on the registers, recorded, and some that add to numbers of their own.</summary>
internal sealed class LibraryLoad : IAsyncDisposable
{
    private const int Each = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<TallyClient> _tallies = [];
    private readonly CapstanDataSource _source;
    private readonly Task _work;
    private int _written;

    private LibraryLoad(int port)
    {
        _source = new CapstanDataSource($"Url=http://127.0.0.1:{port}");
        List<Task> work = [];
        for (var number = 1; number <= Each; number++)
        {
            var writer = new LibraryClient(_source.Client.NewSession(), number, Record);
            var reader = new LibraryClient(_source.Client.NewSession(), Each + number, Record);
            var tally = new TallyClient(_source.OpenConnection(), number);
            _tallies.Add(tally);
            work.AddRange(RepeatAsync(writer.WriteAsync), RepeatAsync(reader.ReadAsync), RepeatAsync(tally.AddAsync));
        }

        _work = Task.WhenAll(work);
    }

    /// <summary>What the callers had to catch.</summary>
    public IReadOnlyList<Exception> Faults => [.. _faults];

    /// <summary>How often each tally was added to, by number from 1.</summary>
    public IReadOnlyList<long> Tallies => [.. _tallies.Select(tally => tally.Count)];

    public static LibraryLoad Start(int port) => new(port);

    /// <summary>Waits until so many more writes of the registers are done.</summary>
    public Task<TimeSpan> MoreAsync(int writes, TimeSpan limit)
    {
        var wanted = Volatile.Read(ref _written) + writes;
        return Until.TrueAsync($"{writes} more writes", limit, () => Volatile.Read(ref _written) >= wanted || !_faults.IsEmpty, () => string.Join('\n', _faults));
    }

    /// <summary>Lets the calls in flight end.</summary>
    public async Task<IReadOnlyList<RecordedCall>> StopAsync()
    {
        if (!_stop.IsCancellationRequested)
            await _stop.CancelAsync();
        await _work;
        return [.. _calls];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _source.DisposeAsync();
        _stop.Dispose();
    }

    private Task RepeatAsync(Func<Task> act) => Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await act();
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The load ends between two calls.
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
        }
    });

    private void Record(RecordedCall call)
    {
        _calls.Enqueue(call);
        if (call.IsAcknowledged)
            Interlocked.Increment(ref _written);
    }
}
