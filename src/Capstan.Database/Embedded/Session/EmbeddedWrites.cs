using System.Runtime.CompilerServices;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Session;

/// <summary>The worker's end of <c>writeQ</c>. The engine bounds what is on its way.</summary>
internal sealed class EmbeddedWrites(Connection connection) : IWriteConsumer
{
    private Arrivals<WriteDelivery>? _arrivals;

    public async IAsyncEnumerable<IReadOnlyList<WriteDelivery>> ConsumeAsync(
        Epoch epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arrivals = new Arrivals<WriteDelivery>();
        if (Interlocked.CompareExchange(ref _arrivals, arrivals, null) is not null)
            throw new InvalidOperationException("This worker takes writes already.");
        try
        {
            if (connection.Ended.IsCancellationRequested)
                End();
            connection.Outbox.Send(FrameKind.TakeWrites, epoch, static (writer, under) => writer.Int64(under.Value));
            await foreach (var deliveries in arrivals.TakeAsync(cancellationToken))
                yield return deliveries;
        }
        finally
        {
            Interlocked.Exchange(ref _arrivals, null);
            connection.Outbox.Post(FrameKind.StopWrites);
            connection.Outbox.Flush();
        }
    }

    public async ValueTask AnswerAsync(WriteDelivery delivery, Answer answer, CancellationToken cancellationToken)
    {
        await connection.Outbox.RoomAsync().WaitAsync(cancellationToken);
        connection.Outbox.Send(FrameKind.WriteAnswer, (delivery.Tag, answer), static (writer, frame) =>
            writer.Int64(frame.Tag).Bytes(frame.answer.Encode()));
    }

    public void Take(RecordReader reader)
    {
        var tag = reader.Int64();
        var now = reader.Int64();
        var isDead = reader.Byte() != 0;
        Volatile.Read(ref _arrivals)?.Add(new WriteDelivery(tag, WriteIntent.Decode(reader.Bytes().ToArray()), now, isDead));
    }

    public void End() => Volatile.Read(ref _arrivals)?.End(new SessionLostException(connection.Reason));
}
