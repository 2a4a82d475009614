using System.Text;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Requests and answers of tests, and workers that serve them.</summary>
internal static class Requests
{
    public static WriteIntent Write(string request, int bytes = 10) =>
        new() { Request = new RequestId(request), Body = new byte[bytes], Deadline = 1_800_000_000_000 };

    public static ReadQuery Read(ReadLevel level = ReadLevel.Session) => new() { Statements = [new SqlStatement { Sql = "SELECT 1" }], Level = level };

    public static Answer Ok(string body) => new(AnswerCode.Ok, new Lsn(1), Encoding.UTF8.GetBytes(body));

    public static string Text(this Answer answer) => Encoding.UTF8.GetString(answer.Body.Span);

    /// <summary>Answers every write with its request until cancelled or lost.</summary>
    public static async Task ServeWritesAsync(BrokerSession worker, long epoch, Func<WriteDelivery, Answer> answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var list in worker.Writes.ConsumeAsync(new Epoch(epoch), cancellationToken))
            {
                foreach (var delivery in list)
                    worker.Writes.Answer(delivery, answer(delivery));
                await worker.Writes.FlushAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or Database.Membership.SessionLostException)
        {
            // The test, or the worker, is over.
        }
    }

    /// <summary>Answers every read until cancelled or lost.</summary>
    public static Task ServeReadsAsync(BrokerSession worker, Func<ReadQuery, Answer> answer, CancellationToken cancellationToken) =>
        ServeReadsAsync(worker.Reads, answer, cancellationToken);

    /// <inheritdoc cref="ServeReadsAsync(BrokerSession, Func{ReadQuery, Answer}, CancellationToken)" />
    public static async Task ServeReadsAsync(IReadConsumer reads, Func<ReadQuery, Answer> answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var delivery in reads.ConsumeAsync(64, cancellationToken))
            {
                reads.Answer(delivery, answer(delivery.Query));
                await reads.FlushAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or Database.Membership.SessionLostException)
        {
            // The test, or the worker, is over.
        }
    }
}
