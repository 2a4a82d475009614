namespace Capstan.Database.Log;

/// <summary>One message of the log as a reader gets it: 1 to N records that were published together.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Digest">SHA-256 of its bytes; tells whether the same message still stands where it stood.</param>
/// <param name="Records">Its records, in order.</param>
public sealed record LogMessage(LogPosition Position, Digest Digest, IReadOnlyList<LogRecord> Records);
