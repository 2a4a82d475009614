using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>
/// The replica rule (protocol section 2): which records count. A pure function of the log: nothing local enters the judgement, so that
/// every worker judges every record alike.
/// </summary>
internal class ReplicaRule
{
    /// <summary>Whether a record that takes an LSN is valid behind what was read so far.</summary>
    /// <param name="scan">What the log says up to it.</param>
    /// <param name="applied">Last LSN in the data. The rule does not look at it.</param>
    /// <param name="record">The record.</param>
    public virtual bool IsValid(ScanState scan, Lsn applied, LogRecord record) =>
        record.Epoch == scan.Epoch && (record.Kind == RecordKind.Base ? record.Lsn > scan.Lsn : record.Lsn == scan.Lsn.Next);

    /// <summary>Whether a marker begins an epoch.</summary>
    public virtual bool BeginsEpoch(ScanState scan, LogRecord marker) => marker.Epoch > scan.Epoch;

    /// <summary>
    /// Whether a record shows that others counted before it than those that were read, so that the reading began at a wrong place: nobody
    /// writes before its own marker stands in the log, nor leaps over numbers but with a <c>Base</c>.
    /// </summary>
    public virtual bool FollowsOthers(ScanState scan, LogRecord record)
    {
        if (record.Kind == RecordKind.Epoch || record.Epoch < scan.Epoch)
            return false;
        var isNext = record.Lsn == scan.Lsn.Next && record.Previous == scan.Chain;
        return record.Epoch > scan.Epoch || (record.TakesLsn && record.Kind != RecordKind.Base && record.Lsn > scan.Lsn && !isNext);
    }
}
