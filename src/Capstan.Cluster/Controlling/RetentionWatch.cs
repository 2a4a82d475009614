using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.RabbitMq;

namespace Capstan.Cluster.Controlling;

/// <summary>Compares now and then what the broker keeps of the log with the snapshots.</summary>
/// <param name="front">The controller's end of the log.</param>
/// <param name="snapshots">Lists those that are kept, the newest first.</param>
/// <param name="time">The clock.</param>
internal sealed class RetentionWatch(BrokerFront front, Func<IReadOnlyList<Snapshot>> snapshots, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _ends = new();
    private Task _running = Task.CompletedTask;

    /// <summary>What was wrong at the last look; empty when nothing was.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _running;
        _ends.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await LookAsync();
                await Task.Delay(LookEvery, time, _ends.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It is being closed.
        }
    }

    private async Task LookAsync()
    {
        // An empty log has no beginning yet.
        if (front.Read().LogMessages == 0)
            return;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _ends.Token);
        try
        {
            Trouble = RetentionRule.TroubleOf(await front.LogBeginAsync(either.Token), snapshots());
        }
        catch (Exception away) when (away is LogLostException or IOException || (away is OperationCanceledException && !_ends.IsCancellationRequested))
        {
            // What keeps it from being known is named by others.
        }
    }
}
