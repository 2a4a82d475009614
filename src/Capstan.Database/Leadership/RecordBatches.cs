using Capstan.Database.Log;

namespace Capstan.Database.Leadership;

/// <summary>Cuts records into messages that the log takes: it bounds a message, and one write may have a megabyte.</summary>
internal static class RecordBatches
{
    /// <summary>Most bytes of the bodies of one message that has more than one record: 4 MiB, far below what any log refuses.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Most records of one message.</summary>
    public const int MostRecords = 1024;

    /// <summary>Messages of one record at least, in order.</summary>
    public static IEnumerable<IReadOnlyList<LogRecord>> Of(IEnumerable<LogRecord> records)
    {
        var batch = new List<LogRecord>();
        var bytes = 0;
        foreach (var record in records)
        {
            if (batch.Count == MostRecords || (batch.Count > 0 && bytes + record.Body.Length > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(record);
            bytes += record.Body.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
