using Capstan.Database.Log;
using Capstan.Database.Queues;

namespace Capstan.RabbitMq.Wire;

/// <summary>A message of <c>writeQ</c>.</summary>
/// <param name="From">Who asks.</param>
/// <param name="Now">The front's clock when it sent them, milliseconds since 1970: the clock of the deadlines.</param>
/// <param name="IsSuspect">Whether leaders ended that had it, so that it is carried out beside no other.</param>
/// <param name="Writes">The writes, one at least.</param>
internal sealed record WriteMessage(Sender From, long Now, bool IsSuspect, IReadOnlyList<Numbered<WriteIntent>> Writes)
{
    /// <summary>Writes what stands before so many writes that no leader has had yet, each of which follows as its number and itself.</summary>
    public static void Begin(RecordWriter writer, Sender from, long now, int count) => Begin(writer, from, now, isSuspect: false, count);

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer)
    {
        Begin(writer, From, Now, IsSuspect, Writes.Count);
        foreach (var write in Writes)
            write.Value.Write(writer.Int64(write.Number));
    }

    /// <summary>Its bytes.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter();
        Write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>Reads what follows the kind. Bodies share the reader's memory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static WriteMessage Read(RecordReader reader)
    {
        var from = Envelope.ReadSender(reader);
        var now = reader.Int64();
        var isSuspect = reader.Byte() != 0;
        var writes = new List<Numbered<WriteIntent>>();
        for (var left = Envelope.ReadCount(reader); left > 0; left--)
            writes.Add(new Numbered<WriteIntent>(reader.Int64(), WriteIntent.Read(reader)));
        return new WriteMessage(from, now, isSuspect, writes);
    }

    private static void Begin(RecordWriter writer, Sender from, long now, bool isSuspect, int count) =>
        Envelope.Begin(writer, MessageKind.Writes, from).Int64(now).Byte(isSuspect ? (byte)1 : (byte)0).Int32(count);
}
