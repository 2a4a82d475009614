using System.Collections.Concurrent;
using Capstan.History;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>Readers and writers on the registers, every call recorded.</summary>
internal sealed class RegisterLoad : IAsyncDisposable
{
    private static int _clients;

    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SqlClient _sql;
    private readonly Task _work;
    private int _acknowledged;

    private RegisterLoad(int port, RegisterPlan plan)
    {
        _sql = new SqlClient(port) { Token = plan.Token };
        var first = Interlocked.Add(ref _clients, plan.Writers + plan.Readers) - plan.Writers - plan.Readers + 1;
        var writers = Enumerable.Range(first, plan.Writers).Select(number => Client(number, client => client.WriteAsync(_stop.Token), plan.Pace));
        var readers = Enumerable.Range(first + plan.Writers, plan.Readers).Select(number => Client(number, client => client.ReadAsync(), plan.Pace));
        _work = Task.WhenAll([.. writers, .. readers]);
    }

    /// <summary>Writes that were answered with success.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>What was recorded so far.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    public static RegisterLoad Start(int port, RegisterPlan? plan = null) => new(port, plan ?? new RegisterPlan());

    /// <summary>Waits until so many more writes are acknowledged.</summary>
    /// <returns>How long it took.</returns>
    public Task<TimeSpan> MoreAsync(int writes, TimeSpan limit)
    {
        var wanted = Acknowledged + writes;
        return Until.TrueAsync($"{writes} more acknowledged writes", limit, () => Acknowledged >= wanted,
            () => $"{Acknowledged} acknowledged; last calls:\n{string.Join('\n', Calls.TakeLast(10))}");
    }

    /// <summary>Lets the calls in flight end.</summary>
    public async Task<IReadOnlyList<RecordedCall>> StopAsync()
    {
        if (!_stop.IsCancellationRequested)
            await _stop.CancelAsync();
        await _work;
        return Calls;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _sql.Dispose();
        _stop.Dispose();
    }

    private Task Client(int number, Func<RegisterClient, Task> act, TimeSpan pace) => Task.Run(async () =>
    {
        var client = new RegisterClient(_sql, number, Record);
        using var timer = new PeriodicTimer(pace);
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await act(client);
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The load ends between two calls.
        }
    });

    private void Record(RecordedCall call)
    {
        _calls.Enqueue(call);
        if (call.IsAcknowledged)
            Interlocked.Increment(ref _acknowledged);
    }
}
