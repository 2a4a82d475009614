using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Log;

/// <summary>
/// Finds where the log begins now: the broker drops its front, a segment at a time. It makes a new segment only for a message that is there, so
/// the newest message is never among what it drops, and a log that has had one shows one.
/// </summary>
internal static class LogBegin
{
    /// <summary>The first message there is; waits for that of a log that is still empty.</summary>
    /// <param name="link">The connection to read on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    public static async Task<LogPosition> AskAsync(BrokerLink link, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<LogPosition>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var lost = link.Ended.UnsafeRegister(_ => found.TrySetException(new LogLostException(link.Reason)), null);
        try
        {
            await using var reading = await StreamReading.BeginAsync(link, "first", 1, (_, entry, _) => found.TrySetResult(entry.Position));
            return await found.Task.WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            link.Drop(fault);
            throw new LogLostException(link.Reason, fault);
        }
    }
}
