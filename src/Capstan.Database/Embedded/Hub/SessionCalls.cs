using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Answers what a worker asks for and waits. Beside the receiving, since files are written.</summary>
internal sealed class SessionCalls(HubParts hub, Guid worker, Outbox outbox)
{
    // A worker has a handful of questions; more at a time is a fault.
    private const int Most = 64;
    private int _open;

    /// <exception cref="InvalidDataException">Too many at a time.</exception>
    public void Take(ReadOnlyMemory<byte> content)
    {
        if (Interlocked.Increment(ref _open) > Most)
            throw new InvalidDataException("the worker asks too much at a time");
        var copy = content.ToArray();
        _ = Task.Run(() => AnswerAsync(new RecordReader(copy)));
    }

    private async Task AnswerAsync(RecordReader reader)
    {
        var call = reader.Int64();
        try
        {
            var answer = new RecordWriter();
            await CarryOutAsync((CallKind)reader.Byte(), reader, answer);
            await outbox.RoomAsync();
            outbox.Send(FrameKind.Reply, (call, answer), static (writer, reply) => writer.Int64(reply.call).Bytes(reply.answer.Written.Span));
        }
        catch (Exception fault)
        {
            outbox.Send(FrameKind.Fault, (call, fault.Message), static (writer, reply) => writer.Int64(reply.call).Text(reply.Message));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async ValueTask CarryOutAsync(CallKind kind, RecordReader reader, RecordWriter answer)
    {
        switch (kind)
        {
            case CallKind.LogEnd:
                answer.Int64(hub.Log.End.Value);
                break;
            case CallKind.TakeEpoch:
                answer.Int64(hub.Members.TakeEpoch(worker, new Epoch(reader.Int64()))?.Value ?? 0);
                break;
            case CallKind.TakeLead:
                answer.Byte(hub.Members.TakeLead(worker, new Epoch(reader.Int64())) ? (byte)1 : (byte)0);
                break;
            case CallKind.ListSnapshots:
                var all = await hub.Snapshots.ListAsync(CancellationToken.None);
                answer.Int32(all.Count);
                foreach (var snapshot in all)
                    StateCodec.Write(answer, snapshot);
                break;
            case CallKind.OfferSnapshot:
                await hub.Snapshots.OfferAsync(StateCodec.ReadSnapshot(reader), reader.Text(), CancellationToken.None);
                break;
            case CallKind.DiscardSnapshots:
                await hub.Snapshots.DiscardAsync(new Lsn(reader.Int64()), CancellationToken.None);
                break;
            case CallKind.SetAside:
                hub.Snapshots.SetAside(reader.Digest());
                break;
            default:
                throw new InvalidDataException($"There is no call {(byte)kind}.");
        }
    }
}
