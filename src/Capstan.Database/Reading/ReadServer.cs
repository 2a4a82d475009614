using Capstan.Database.Applying;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Reading;

/// <summary>Serves a worker's reads: each waits until the copy has come as far as it asks, then sees one state of it.</summary>
internal sealed class ReadServer(IReadConsumer reads, IQueryReader reader, ReadGate gate)
{
    /// <summary>Most reads under way in one worker.</summary>
    public const int Credit = 8;

    /// <summary>How long a session read waits here before the front asks another worker (protocol section 6).</summary>
    public static readonly TimeSpan SessionPatience = TimeSpan.FromMilliseconds(300);

    /// <summary>Serves until cancelled. What is under way then is given up: the front sends it to another worker at once.</summary>
    /// <exception cref="StoreFailedException">The copy cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = new HashSet<Task>();
        try
        {
            await foreach (var delivery in reads.ConsumeAsync(Credit, cancellationToken))
            {
                running.RemoveWhere(task => task.IsCompletedSuccessfully);
                if (running.FirstOrDefault(task => task.IsFaulted) is { } faulted)
                    await faulted;
                running.Add(Task.Run(() => ServeAsync(delivery, cancellationToken), CancellationToken.None));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end: what is under way sees it too.
        }

        await Task.WhenAll(running);
    }

    private async Task ServeAsync(ReadDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await reads.AnswerAsync(delivery, await AnswerOfAsync(delivery.Query, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A worker that ends waits for no position: whoever leads next would wait for its end.
        }
    }

    private async Task<Answer> AnswerOfAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromMilliseconds(query.TimeoutMilliseconds);
        var isLinear = query.Level == ReadLevel.Linear;
        var patience = isLinear || limit < SessionPatience ? limit : SessionPatience;
        return await gate.WaitAsync(query.MinLsn, query.MinPosition, patience, cancellationToken)
            ? reader.Read(query, cancellationToken)
            : Answer.Fault(isLinear ? AnswerCode.Timeout : AnswerCode.NotYet, default, "This copy has not come as far as the read asks.");
    }
}
