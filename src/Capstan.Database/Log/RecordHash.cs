namespace Capstan.Database.Log;

/// <summary>The hash chain (protocol section 1): hash = SHA-256(previous hash ‖ canonical bytes).</summary>
public static class RecordHash
{
    /// <summary>The record with its hash filled in.</summary>
    public static LogRecord Seal(LogRecord record) => record with { Hash = Of(record) };

    /// <summary>Whether the hash of a record is that of its content.</summary>
    public static bool Holds(LogRecord record) => Of(record) == record.Hash;

    private static Digest Of(LogRecord record)
    {
        var writer = new RecordWriter();
        writer.Digest(record.Previous);
        RecordCodec.WriteContent(writer, record);
        return Digest.Of(writer.Written.Span);
    }
}
