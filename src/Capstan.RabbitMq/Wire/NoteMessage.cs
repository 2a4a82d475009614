using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.RabbitMq.Wire;

/// <summary>A message with what a worker tells operators.</summary>
/// <param name="Worker">Names the life of the worker.</param>
/// <param name="Notice">What it tells.</param>
internal sealed record NoteMessage(Guid Worker, EngineNotice Notice)
{
    private const int NoSlot = -1;

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer) => Envelope.Begin(writer, MessageKind.Note, new Sender(Worker, ""))
        .Int32(Notice.Slot ?? NoSlot).Text(Notice.Kind).Text(Notice.Detail);

    /// <summary>Reads what follows the kind.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static NoteMessage Read(RecordReader reader)
    {
        var worker = Envelope.ReadSender(reader).Front;
        var slot = reader.Int32();
        return new NoteMessage(worker, new EngineNotice(reader.Text(), reader.Text(), slot == NoSlot ? null : slot));
    }
}
