using Capstan.Database.Log;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Records and what tests look at in them.</summary>
internal static class Records
{
    public static LogRecord Of(long number, int bytes = 0) => RecordHash.Seal(new LogRecord
    {
        Kind = RecordKind.Operation,
        Epoch = new Epoch(1),
        Lsn = new Lsn(number),
        Request = new RequestId($"r{number}"),
        Body = new byte[bytes],
    });

    public static List<long> Numbers(IEnumerable<LogMessage> messages) =>
        [.. messages.SelectMany(message => message.Records).Where(record => record.TakesLsn).Select(record => record.Lsn.Value)];

    /// <summary>Messages with records of a test, markers left out, until there are so many.</summary>
    public static async Task<List<LogMessage>> ReadAsync(IReplicationLog log, LogPosition after, int count, CancellationToken cancellationToken)
    {
        var all = new List<LogMessage>();
        await foreach (var messages in log.ReadAsync(after, cancellationToken))
        {
            all.AddRange(messages.Where(message => message.Records[0].TakesLsn));
            if (all.Count >= count)
                return all;
        }

        throw new InvalidOperationException("The log ended.");
    }
}
