using Capstan.Database.Log;

namespace Capstan.Database.Worker;

/// <summary>
/// Reads the log for a worker's loop, from one place after another. Nothing of an older reading reaches the core: its messages carry the number of
/// their reading.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="side">Where the readings go on.</param>
/// <param name="post">Gets what was read.</param>
internal sealed class LogReadings(IReplicationLog log, SideWork side, Action<WorkerInput> post) : IDisposable
{
    /// <summary>Lists of messages that may wait for the loop, so that a fast log fills no memory.</summary>
    private const int MostLists = 16;

    private readonly SemaphoreSlim _room = new(MostLists);
    private CancellationTokenSource? _ends;
    private int _current;

    /// <summary>Ends the reading there is, and reads on behind a position.</summary>
    public void Begin(LogPosition after)
    {
        _ends?.Cancel();
        _ends?.Dispose();
        _ends = CancellationTokenSource.CreateLinkedTokenSource(side.Ended);
        var token = _ends.Token;
        var number = ++_current;
        side.Begin(_ => FollowAsync(number, after, token));
    }

    /// <summary>The loop took a list: there is room for another.</summary>
    /// <returns>Whether it is of the present reading.</returns>
    public bool Take(WorkerInput.Messages messages)
    {
        _room.Release();
        return messages.Reading == _current;
    }

    /// <summary>Whether a gap is one that the present reading came upon.</summary>
    public bool IsCurrent(WorkerInput.Gap gap) => gap.Reading == _current;

    public void Dispose()
    {
        _ends?.Dispose();
        _room.Dispose();
    }

    private async Task FollowAsync(int number, LogPosition after, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var list in log.ReadAsync(after, cancellationToken))
            {
                await _room.WaitAsync(cancellationToken);
                post(new WorkerInput.Messages(number, list));
            }
        }
        catch (LogGapException gap)
        {
            post(new WorkerInput.Gap(number, gap.First));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It gave way to another reading, or the worker ends.
        }
    }
}
