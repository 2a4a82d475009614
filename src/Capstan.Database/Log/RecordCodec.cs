namespace Capstan.Database.Log;

/// <summary>The bytes of one log message: a format byte, the number of records, the records.</summary>
public static class RecordCodec
{
    private const byte Format = 1;

    /// <summary>Writes records as one message.</summary>
    public static void Write(RecordWriter writer, IReadOnlyList<LogRecord> records)
    {
        writer.Byte(Format).Int32(records.Count);
        foreach (var record in records)
        {
            writer.Int64(record.Epoch.Value);
            WriteContent(writer, record);
            writer.Digest(record.Previous).Digest(record.Hash);
        }
    }

    /// <summary>Records as the bytes of one message.</summary>
    public static byte[] Encode(IReadOnlyList<LogRecord> records)
    {
        var writer = new RecordWriter();
        Write(writer, records);
        return writer.Written.ToArray();
    }

    /// <summary>The records of one message. Their bodies share its memory.</summary>
    /// <exception cref="InvalidDataException">It is no message of this program.</exception>
    public static IReadOnlyList<LogRecord> Decode(ReadOnlyMemory<byte> message)
    {
        var reader = new RecordReader(message);
        var format = reader.Byte();
        if (format != Format)
            throw new InvalidDataException($"The log has a message of format {format}; this program reads format {Format}.");
        var count = reader.Int32();
        var records = new List<LogRecord>(Math.Clamp(count, 0, 4096));
        for (var i = 0; i < count; i++)
            records.Add(ReadRecord(reader));
        return reader.IsAtEnd ? records : throw new InvalidDataException("The log has a message with bytes behind its records.");
    }

    /// <summary>Everything that the hash of a record covers besides the previous hash.</summary>
    internal static void WriteContent(RecordWriter writer, LogRecord record) => writer
        .Byte((byte)record.Kind)
        .Int64(record.Lsn.Value)
        .Int64(record.LogTime)
        .Text(record.Request.Value ?? "")
        .Byte(record.IsKeyed ? (byte)1 : (byte)0)
        .Int64(record.Deadline)
        .Digest(record.BodyHash)
        .Int64(record.Seed)
        .Bytes(record.Body.Span);

    private static LogRecord ReadRecord(RecordReader reader) => new()
    {
        Epoch = new Epoch(reader.Int64()),
        Kind = (RecordKind)reader.Byte(),
        Lsn = new Lsn(reader.Int64()),
        LogTime = reader.Int64(),
        Request = new RequestId(reader.Text()),
        IsKeyed = reader.Byte() != 0,
        Deadline = reader.Int64(),
        BodyHash = reader.Digest(),
        Seed = reader.Int64(),
        Body = reader.Bytes(),
        Previous = reader.Digest(),
        Hash = reader.Digest(),
    };
}
