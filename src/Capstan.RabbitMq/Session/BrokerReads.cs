using System.Runtime.CompilerServices;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// The worker's end of <c>readQ</c>: consumes while its duties say so, gives linear reads the log's end as of their arrival, and answers.
/// What it has when it must stop it still serves: the broker would only give it to somebody else as well.
/// </summary>
/// <param name="link">The connection to consume on.</param>
/// <param name="desk">Sends the answers.</param>
/// <param name="end">The log's end, shared by all linear reads that wait.</param>
/// <param name="duties">What this worker may do.</param>
/// <param name="note">Tells operators what was wrong with a message.</param>
/// <param name="time">The clock.</param>
internal sealed class BrokerReads(BrokerLink link, AnswerDesk desk, SharedQuestion<LogPosition> end, IDuties duties, Action<string> note, TimeProvider time) : IReadConsumer
{
    /// <summary>Most messages that this worker has, each of which may carry several reads.</summary>
    private const int MostMessages = 8;

    private static readonly TimeSpan GonePause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, OpenRead> _open = [];
    private Inbox<OpenRead>? _inbox;
    private SemaphoreSlim? _credit;
    private long _tags;

    public async IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = new Inbox<OpenRead>();
        using var room = new SemaphoreSlim(credit, credit);
        Begin(inbox, room);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var lost = link.Ended.UnsafeRegister(_ => inbox.End(new SessionLostException(link.Reason)), null);
        var consuming = ConsumeWhileAllowedAsync((ushort)Math.Clamp(credit, 1, MostMessages), inbox, ends.Token);
        try
        {
            await foreach (var reads in inbox.TakeAsync(cancellationToken))
            {
                var late = 0;
                foreach (var read in reads)
                {
                    await room.WaitAsync(cancellationToken);
                    if (!read.IsLate(time))
                    {
                        yield return Open(read);
                        continue;
                    }

                    room.Release();
                    GiveUp(read);
                    late++;
                }

                // With no answer to send nobody else would, and the broker delivers no more than so many.
                if (late > 0)
                    await desk.FlushAsync();
            }
        }
        finally
        {
            await ends.CancelAsync();
            Stop();
            await consuming;
        }
    }

    public void Answer(ReadDelivery delivery, Answer answer)
    {
        OpenRead? read;
        bool isLast;
        lock (_lock)
        {
            if (!_open.Remove(delivery.Tag, out read))
                return;
            isLast = --read.Message.Left == 0;
            _credit?.Release();
        }

        desk.Note(read.Message.From, new Numbered<Answer>(read.Number, answer), isLast ? read.Message : null);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => desk.FlushAsync();

    /// <summary>Takes reads that came for this very worker, as the leader; dropped while it takes none.</summary>
    public void Take(OpenMessage message, ReadMessage reads)
    {
        if (Volatile.Read(ref _inbox) is { } inbox)
            Take(inbox, message, reads);
    }

    private void Begin(Inbox<OpenRead> inbox, SemaphoreSlim credit)
    {
        lock (_lock)
        {
            if (_inbox is not null)
                throw new InvalidOperationException("This worker takes reads already.");
            (_inbox, _credit) = (inbox, credit);
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            (_inbox, _credit) = (null, null);
            _open.Clear();
        }
    }

    private ReadDelivery Open(OpenRead read)
    {
        lock (_lock)
        {
            _open.Add(++_tags, read);
            return new ReadDelivery(_tags, read.Query);
        }
    }

    private void GiveUp(OpenRead read)
    {
        lock (_lock)
        {
            if (--read.Message.Left > 0)
                return;
        }

        desk.Note(read.Message);
    }

    private async Task GiveUpAsync(List<OpenRead> reads)
    {
        reads.ForEach(GiveUp);
        try
        {
            await desk.FlushAsync();
        }
        catch (SessionLostException lost)
        {
            // Who consumes is told by the connection's end.
            link.Drop(lost.Message);
        }
    }

    private void Take(Inbox<OpenRead> inbox, OpenMessage message, ReadMessage reads)
    {
        var arrived = time.GetTimestamp();
        var linear = new List<OpenRead>();
        foreach (var (number, query) in reads.Reads)
        {
            var read = new OpenRead(message, number, query, arrived);
            if (query.Level == ReadLevel.Linear)
                linear.Add(read);
            else
                inbox.Add(read);
        }

        if (linear.Count > 0)
            _ = FloorAsync(inbox, linear);
    }

    /// <summary>They wait for the log's end for as long as somebody waits for them, so that their message keeps no place for longer.</summary>
    private async Task FloorAsync(Inbox<OpenRead> inbox, List<OpenRead> reads)
    {
        var limit = TimeSpan.FromMilliseconds(reads.Max(read => read.Query.TimeoutMilliseconds));
        try
        {
            var floor = await end.AskAsync().WaitAsync(limit, time);
            foreach (var read in reads)
                inbox.Add(read.From(floor));
        }
        catch (TimeoutException)
        {
            await GiveUpAsync(reads);
        }
        catch (Exception fault)
        {
            // Without the log's end no linear read can be served: with the log the session is lost, which ends the inbox.
            link.Drop(fault);
        }
    }

    /// <summary>Consumes while it may, again after the queue was gone. Any other end is that of the connection, which the reader is told by itself.</summary>
    private async Task ConsumeWhileAllowedAsync(ushort messages, Inbox<OpenRead> inbox, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link.Ended);
        using var wake = new Wake(duties);
        ReadTaking? taking = null;
        try
        {
            while (true)
            {
                if (taking is { IsGone: true } gone)
                {
                    taking = null;
                    await gone.DisposeAsync();
                }

                if (duties.MayServeReads)
                    taking ??= await ReadTaking.OpenAsync(link, messages, (message, reads) => Take(inbox, message, reads), note, wake.Set, either.Token);
                var isServing = taking is not null && await taking.SetAsync(duties.MayServeReads, either.Token);
                // While the queue is gone, its front makes it again.
                if (duties.MayServeReads && !isServing)
                    await Task.Delay(GonePause, time, either.Token);
                else
                    await wake.WaitAsync(either.Token);
            }
        }
        catch (Exception fault) when (either.IsCancellationRequested || BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            if (!cancellationToken.IsCancellationRequested)
                link.Drop(fault);
        }

        // What was delivered and not answered goes back to the queue at once.
        if (taking is not null)
            await taking.DisposeAsync();
    }
}
