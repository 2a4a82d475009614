using System.Runtime.CompilerServices;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Session;

/// <summary>The worker's end of <c>readQ</c>. The engine bounds what is on its way.</summary>
internal sealed class EmbeddedReads(Connection connection) : IReadConsumer
{
    private Arrivals<ReadDelivery>? _arrivals;

    public async IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arrivals = new Arrivals<ReadDelivery>();
        if (Interlocked.CompareExchange(ref _arrivals, arrivals, null) is not null)
            throw new InvalidOperationException("This worker takes reads already.");
        try
        {
            if (connection.Ended.IsCancellationRequested)
                End();
            connection.Outbox.Send(FrameKind.TakeReads, credit, static (writer, most) => writer.Int32(most));
            await foreach (var deliveries in arrivals.TakeAsync(cancellationToken))
            {
                foreach (var delivery in deliveries)
                    yield return delivery;
            }
        }
        finally
        {
            Interlocked.Exchange(ref _arrivals, null);
            connection.Outbox.Post(FrameKind.StopReads);
            connection.Outbox.Flush();
        }
    }

    public void Answer(ReadDelivery delivery, Answer answer) =>
        connection.Outbox.Post(FrameKind.ReadAnswer, (delivery.Tag, answer), static (writer, frame) => frame.answer.Write(writer.Int64(frame.Tag)));

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        connection.Outbox.Flush();
        var room = connection.Outbox.RoomAsync();
        return room.IsCompleted ? ValueTask.CompletedTask : new ValueTask(room.WaitAsync(cancellationToken));
    }

    /// <summary>What was taken since the last call goes to the consumer.</summary>
    public void Release() => Volatile.Read(ref _arrivals)?.Release();

    public void Take(ReadOnlyMemory<byte> content)
    {
        // What is taken outlives the frame.
        var reader = new RecordReader(content.ToArray());
        var tag = reader.Int64();
        Volatile.Read(ref _arrivals)?.Add(new ReadDelivery(tag, ReadQuery.Read(reader)));
    }

    public void End() => Volatile.Read(ref _arrivals)?.End(new SessionLostException(connection.Reason));
}
