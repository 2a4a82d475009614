using System.Runtime.CompilerServices;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.Database.Worker;

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

    public void Answer(WriteDelivery delivery, Answer answer) =>
        connection.Outbox.Post(FrameKind.WriteAnswer, (delivery.Tag, answer), static (writer, frame) => frame.answer.Write(writer.Int64(frame.Tag)));

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        connection.Outbox.Flush();
        Failpoints.Hit("c10");
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
        var now = reader.Int64();
        var isDead = reader.Byte() != 0;
        Volatile.Read(ref _arrivals)?.Add(new WriteDelivery(tag, WriteIntent.Read(reader), now, isDead));
    }

    public void End() => Volatile.Read(ref _arrivals)?.End(new SessionLostException(connection.Reason));
}
