using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Answers of tests, each sent alone.</summary>
public static class ConsumerAnswers
{
    /// <summary>Answers and sends.</summary>
    public static ValueTask AnswerAsync(this IWriteConsumer writes, WriteDelivery delivery, Answer answer, CancellationToken cancellationToken)
    {
        writes.Answer(delivery, answer);
        return writes.FlushAsync(cancellationToken);
    }

    /// <inheritdoc cref="AnswerAsync(IWriteConsumer, WriteDelivery, Answer, CancellationToken)" />
    public static ValueTask AnswerAsync(this IReadConsumer reads, ReadDelivery delivery, Answer answer, CancellationToken cancellationToken)
    {
        reads.Answer(delivery, answer);
        return reads.FlushAsync(cancellationToken);
    }
}
