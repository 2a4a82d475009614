namespace Capstan.Database.Embedded.Segments;

/// <summary>One message of the log, not yet taken apart.</summary>
internal readonly record struct LogEntry(long Position, byte[] Payload);
