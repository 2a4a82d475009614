namespace Capstan.History.Checking;

/// <summary>A log record as a worker keeps it.</summary>
public sealed record DumpedRecord(long Lsn, long Epoch, string Request, string Hash);
