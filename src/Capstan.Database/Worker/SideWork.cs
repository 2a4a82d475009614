namespace Capstan.Database.Worker;

/// <summary>What goes on beside a worker's loop, and ends with it. For the loop alone.</summary>
internal sealed class SideWork : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _tasks = [];
    private readonly Action<Exception> _failed;

    /// <param name="failed">Told what went wrong, on any thread.</param>
    public SideWork(Action<Exception> failed) => (_failed, Ended) = (failed, _ended.Token);

    /// <summary>Cancelled when the worker ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Begins something that a worker which ends waits for.</summary>
    public void Begin(Func<CancellationToken, Task> work)
    {
        _tasks.RemoveAll(task => task.IsCompleted);
        _tasks.Add(Detach(work));
    }

    /// <summary>Begins something that may be long at the disk: a worker that ends leaves it behind, for others wait for its place.</summary>
    /// <returns>Completes when it is over, whatever became of it.</returns>
    public Task Detach(Func<CancellationToken, Task> work) => Task.Run(async () =>
    {
        try
        {
            await work(Ended);
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The worker ends.
        }
        catch (Exception fault)
        {
            _failed(fault);
        }
    });

    /// <summary>Ends all of it.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    public void Dispose() => _ended.Dispose();
}
