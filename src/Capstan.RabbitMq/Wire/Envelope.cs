using Capstan.Database.Log;

namespace Capstan.RabbitMq.Wire;

/// <summary>The first bytes of every message of the queues: a format byte, the kind, who sends it.</summary>
internal static class Envelope
{
    /// <summary>Most requests or answers of one message.</summary>
    public const int MostRequests = 4096;

    private const byte Format = 1;

    /// <summary>Writes them.</summary>
    public static RecordWriter Begin(RecordWriter writer, MessageKind kind, Sender from)
    {
        Span<byte> name = stackalloc byte[16];
        from.Front.TryWriteBytes(name);
        return writer.Byte(Format).Byte((byte)kind).Bytes(name).Text(from.ReplyTo);
    }

    /// <summary>Reads format and kind.</summary>
    /// <exception cref="InvalidDataException">It is no message of this program.</exception>
    public static MessageKind Open(RecordReader reader)
    {
        var format = reader.Byte();
        return format == Format
            ? (MessageKind)reader.Byte()
            : throw new InvalidDataException($"A queue has a message of format {format}; this program reads format {Format}.");
    }

    /// <summary>Reads who sends it.</summary>
    public static Sender ReadSender(RecordReader reader)
    {
        var name = reader.Bytes();
        return name.Length == 16 ? new Sender(new Guid(name.Span), reader.Text()) : throw new InvalidDataException("A sender's name has 16 bytes.");
    }

    /// <summary>Reads how many follow.</summary>
    public static int ReadCount(RecordReader reader)
    {
        var count = reader.Int32();
        return count is > 0 and <= MostRequests ? count : throw new InvalidDataException($"A message of {count} requests or answers.");
    }
}
