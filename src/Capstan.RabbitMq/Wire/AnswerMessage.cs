using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.RabbitMq.Wire;

/// <summary>A message with answers to one front.</summary>
/// <param name="Front">The life of the front that asked.</param>
/// <param name="Answers">The answers, one at least.</param>
internal sealed record AnswerMessage(Guid Front, IReadOnlyList<Numbered<Answer>> Answers)
{
    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer)
    {
        Envelope.Begin(writer, MessageKind.Answers, new Sender(Front, "")).Int32(Answers.Count);
        foreach (var answer in Answers)
            answer.Value.Write(writer.Int64(answer.Number));
    }

    /// <summary>Reads what follows the kind. Bodies share the reader's memory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static AnswerMessage Read(RecordReader reader)
    {
        var front = Envelope.ReadSender(reader).Front;
        var answers = new List<Numbered<Answer>>();
        for (var left = Envelope.ReadCount(reader); left > 0; left--)
            answers.Add(new Numbered<Answer>(reader.Int64(), Answer.Read(reader)));
        return new AnswerMessage(front, answers);
    }
}
