using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Front;

/// <summary>
/// Hands the requests of one kind to the broker: all that wait as one message, as soon as few enough are without a confirm. A lone one goes
/// alone and at once; under load the next ones gather while the broker is busy, and as their table's rule wants.
/// </summary>
/// <param name="table">The requests.</param>
/// <param name="channel">Where they go.</param>
/// <param name="begin">Writes what stands before them in a message, given how many they are.</param>
/// <param name="how">How a message is to be kept.</param>
/// <param name="time">The clock.</param>
internal sealed class FrontSender<T>(
    RequestTable<T> table, ConfirmedChannel<IReadOnlyList<T>> channel, Action<RecordWriter, int> begin, Func<IReadOnlyList<T>, Delivery> how,
    TimeProvider time)
    where T : Request
{
    private const int MostKept = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends until the connection is lost.</summary>
    public async Task RunAsync(CancellationToken lost)
    {
        var message = new RecordWriter();
        try
        {
            while (await channel.RoomAsync(lost))
            {
                await table.SomeAsync(lost);
                // What is under way may wait for something else, and nobody behind it need wait for that.
                await table.EnoughAsync().WaitAsync(LongestGathering, time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var batch = table.Take();
                if (batch.Count == 0)
                    channel.LeaveRoom();
                else if (!await SendAsync(message, batch))
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

    private ValueTask<bool> SendAsync(RecordWriter message, List<T> batch)
    {
        message.Clear();
        begin(message, batch.Count);
        foreach (var request in batch)
            message.Raw(request.Payload);
        return channel.PublishAsync(batch[0].Queue, message.Written, batch, how(batch));
    }
}
