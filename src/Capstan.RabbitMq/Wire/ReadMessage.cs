using Capstan.Database.Log;
using Capstan.Database.Reading;

namespace Capstan.RabbitMq.Wire;

/// <summary>A message with reads.</summary>
/// <param name="From">Who asks.</param>
/// <param name="Reads">The reads, one at least; each says how long it may take from when it was sent.</param>
internal sealed record ReadMessage(Sender From, IReadOnlyList<Numbered<ReadQuery>> Reads)
{
    /// <summary>Writes what stands before so many reads, each of which follows as its number and itself.</summary>
    public static void Begin(RecordWriter writer, Sender from, int count) => Envelope.Begin(writer, MessageKind.Reads, from).Int32(count);

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer)
    {
        Begin(writer, From, Reads.Count);
        foreach (var read in Reads)
            read.Value.Write(writer.Int64(read.Number));
    }

    /// <summary>Reads what follows the kind.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ReadMessage Read(RecordReader reader)
    {
        var from = Envelope.ReadSender(reader);
        var reads = new List<Numbered<ReadQuery>>();
        for (var left = Envelope.ReadCount(reader); left > 0; left--)
            reads.Add(new Numbered<ReadQuery>(reader.Int64(), ReadQuery.Read(reader)));
        return new ReadMessage(from, reads);
    }
}
