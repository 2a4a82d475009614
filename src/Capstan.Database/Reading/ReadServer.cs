using Capstan.Database.Applying;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Reading;

/// <summary>Serves a worker's reads: each waits until the copy has come as far as it asks, then sees one state of it.</summary>
internal sealed class ReadServer(IReadConsumer reads, IQueryReader reader, ReadGate gate, TimeProvider time)
{
    /// <summary>Most reads that one worker has and has not answered: enough to be served in batches, few enough for others to have some.</summary>
    public const int Credit = 64;

    /// <summary>How long a session read waits here before the front asks another worker (protocol section 6).</summary>
    public static readonly TimeSpan SessionPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>Serves until cancelled. What is under way then is given up: the front sends it to another worker at once.</summary>
    /// <exception cref="StoreFailedException">The copy cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lanes = new ReadLanes(reads, reader, time, cancellationToken);
        var waiting = new HashSet<Task>();
        try
        {
            await foreach (var delivery in reads.ConsumeAsync(Credit, lanes.Ended))
            {
                if (gate.HasReached(delivery.Query))
                {
                    lanes.Add(delivery);
                    continue;
                }

                waiting.RemoveWhere(task => task.IsCompleted);
                waiting.Add(WaitAsync(delivery, lanes));
            }
        }
        catch (OperationCanceledException) when (lanes.Ended.IsCancellationRequested)
        {
            // Asked to end, or a lane failed: what is under way sees it too.
        }

        await Task.WhenAll(waiting);
        await lanes.EndAsync();
    }

    private async Task WaitAsync(ReadDelivery delivery, ReadLanes lanes)
    {
        var query = delivery.Query;
        var limit = TimeSpan.FromMilliseconds(query.TimeoutMilliseconds);
        var isLinear = query.Level == ReadLevel.Linear;
        var patience = isLinear || limit < SessionPatience ? limit : SessionPatience;
        try
        {
            if (await gate.WaitAsync(query, patience, lanes.Ended))
            {
                lanes.Add(delivery);
                return;
            }

            reads.Answer(delivery, Answer.Fault(isLinear ? AnswerCode.Timeout : AnswerCode.NotYet, default, "This copy has not come as far as the read asks."));
            await reads.FlushAsync(lanes.Ended);
        }
        catch (OperationCanceledException) when (lanes.Ended.IsCancellationRequested)
        {
            // A worker that ends waits for no position: whoever leads next would wait for its end.
        }
    }
}
