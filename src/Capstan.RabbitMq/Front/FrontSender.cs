using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Front;

/// <summary>
/// Hands the requests of one kind to the broker over one channel: all that wait as one message, as soon as few enough are without a confirm. A lone
/// one goes alone and at once; under load the next ones gather while the broker is busy, and as their table's rule wants.
/// </summary>
/// <param name="table">The requests.</param>
/// <param name="begin">Writes what stands before them in a message, given how many they are.</param>
/// <param name="how">How a message is to be kept.</param>
/// <param name="time">The clock.</param>
internal sealed class FrontSender<T>(RequestTable<T> table, Action<RecordWriter, int> begin, Func<IReadOnlyList<T>, Delivery> how, TimeProvider time)
    where T : Request
{
    private const int MostKept = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(20);

    private volatile bool _hasTaken;
    private volatile bool _isInVain;

    /// <summary>
    /// Whether a channel that refuses messages before it has taken any ends the sending, and what it refused waits for another. A channel looks for a
    /// quorum queue's leader once; one that did before a dead leader's successor was known refuses everything for as long as that node is away
    /// (seen with RabbitMQ 3.10).
    /// </summary>
    public bool GivesWay { get; init; }

    /// <summary>Whether its channel has to give way.</summary>
    public bool IsInVain => _isInVain;

    /// <summary>Sends until the connection is lost, or the channel has to give way.</summary>
    /// <param name="channel">Where they go; tells <see cref="Settle"/> what became of them.</param>
    /// <param name="lost">Cancelled when the connection is lost.</param>
    public async Task RunAsync(ConfirmedChannel<IReadOnlyList<T>> channel, CancellationToken lost)
    {
        var message = new RecordWriter();
        try
        {
            while (await channel.RoomAsync(lost))
            {
                await table.SomeAsync(lost);
                if (_isInVain)
                {
                    await channel.IdleAsync(lost);
                    return;
                }

                // What is under way may wait for something else, and nobody behind it need wait for that.
                await table.EnoughAsync().WaitAsync(LongestGathering, time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var batch = table.Take();
                if (batch.Count == 0)
                    channel.LeaveRoom();
                else if (!await SendAsync(channel, message, batch))
                    table.PutBack(batch);
                if (message.Written.Length > MostKept)
                    message = new RecordWriter();
            }
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // The next connection goes on.
        }
    }

    /// <summary>The fate of a message. On any thread.</summary>
    public void Settle(IReadOnlyList<T> batch, Fate fate)
    {
        if (fate == Fate.Taken)
            _hasTaken = true;
        if (!GivesWay || _hasTaken || fate != Fate.Refused)
        {
            table.Settle(batch, fate);
            return;
        }

        _isInVain = true;
        table.PutBack(batch);
    }

    private ValueTask<bool> SendAsync(ConfirmedChannel<IReadOnlyList<T>> channel, RecordWriter message, List<T> batch)
    {
        message.Clear();
        begin(message, batch.Count);
        foreach (var request in batch)
            message.Raw(request.Payload);
        return channel.PublishAsync(batch[0].Queue, message.Written, batch, how(batch));
    }
}
