using System.Runtime.CompilerServices;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// The worker's end of <c>writeQ</c> and <c>writeQ.dead</c>. It consumes while its duties say that it leads; when they do not, what it has
/// goes back to the queue, and the single active consumer moves on.
/// </summary>
/// <param name="link">The connection to consume on.</param>
/// <param name="desk">Sends the answers.</param>
/// <param name="again">Sends writes again that are taken apart.</param>
/// <param name="reads">Gets reads that only the leader can answer.</param>
/// <param name="duties">What this worker may do.</param>
/// <param name="note">Tells operators what was wrong with a message.</param>
/// <param name="time">The clock.</param>
internal sealed class BrokerWrites(
    BrokerLink link, AnswerDesk desk, WriteRenewal again, BrokerReads reads, IDuties duties, Action<string> note, TimeProvider time) : IWriteConsumer
{
    private readonly FrontClock _clock = new(time);
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (HeldWrites Message, long Number, WriteTaking Taking)> _open = [];
    private long _tags;
    private int _isConsuming;

    public async IAsyncEnumerable<IReadOnlyList<WriteDelivery>> ConsumeAsync(
        Epoch epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isConsuming, 1) != 0)
            throw new InvalidOperationException("This worker takes writes already.");
        using var wake = new Wake(duties);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link.Ended);
        try
        {
            while (true)
            {
                while (!duties.MayTakeWrites(epoch))
                    await DoAsync(wake.WaitAsync(either.Token), cancellationToken);
                var beginning = WriteTaking.BeginAsync(link, _clock, reads, wake.Set, note, either.Token);
                await DoAsync(beginning, cancellationToken);
                await using var taking = await beginning;
                while (duties.MayTakeWrites(epoch))
                {
                    switch (taking.Next())
                    {
                        case WindowStep.Deliver deliver:
                            yield return Open(deliver.Messages, taking);
                            break;
                        case WindowStep.SendAnew anew:
                            await DoAsync(SendAnewAsync(anew.Message, taking), cancellationToken);
                            break;
                        default:
                            await DoAsync(wake.WaitAsync(either.Token), cancellationToken);
                            break;
                    }
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isConsuming, 0);
        }
    }

    public void Answer(WriteDelivery delivery, Answer answer)
    {
        (HeldWrites Message, long Number, WriteTaking Taking) open;
        bool isLast;
        lock (_lock)
        {
            if (!_open.Remove(delivery.Tag, out open))
                return;
            isLast = --open.Message.Message.Left == 0;
        }

        var message = open.Message.Message;
        desk.Note(message.From, new Numbered<Answer>(open.Number, answer), isLast ? message : null);
        if (isLast)
            open.Taking.Answered(open.Message);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => desk.FlushAsync();

    private List<WriteDelivery> Open(IReadOnlyList<HeldWrites> messages, WriteTaking taking)
    {
        var deliveries = new List<WriteDelivery>();
        var now = _clock.Now;
        lock (_lock)
        {
            foreach (var message in messages)
            {
                foreach (var (number, intent) in message.Content.Writes)
                {
                    _open.Add(++_tags, (message, number, taking));
                    deliveries.Add(new WriteDelivery(_tags, intent, now, message.IsDead));
                }
            }
        }

        return deliveries;
    }

    private async Task SendAnewAsync(HeldWrites message, WriteTaking taking)
    {
        if (!await again.SendAsync(message))
        {
            taking.Keep(message);
            return;
        }

        desk.Note(message.Message);
        await desk.FlushAsync();
    }

    /// <summary>Waits; an end that nobody asked for is that of the connection.</summary>
    private async Task DoAsync(Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work;
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            link.Drop(fault);
            throw new SessionLostException(link.Reason, fault);
        }
    }
}
