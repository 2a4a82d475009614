using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Front;

/// <summary>The requests of a front, from call to answer. They outlive connections.</summary>
/// <param name="settings">How the broker is used.</param>
/// <param name="notice">Gets what workers tell operators.</param>
internal sealed class FrontRequests(BrokerSettings settings, Action<EngineNotice> notice)
{
    /// <summary>How long a read waits for its answer before it is sent once more (protocol section 6).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private readonly Repeats<FrontRead> _repeats = new(Patience, settings.Time);
    private long _numbers;

    /// <summary>Names this life of the front.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Writes. Many in one message cost one replication and one fsync of it.</summary>
    public RequestTable<FrontWrite> Writes { get; } = new("writes", settings.QueueLimit, new GatherRule(256, 1024 * 1024) { Crowd = 16 });

    /// <summary>Reads. Fewer in one message, since one worker gets all of it.</summary>
    public RequestTable<FrontRead> Reads { get; } = new("reads", settings.QueueLimit, new GatherRule(32, 256 * 1024));

    /// <inheritdoc cref="IRequestQueues.WriteAsync" />
    public Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _numbers);
        var write = new FrontWrite(number, settings.Time.GetTimestamp()) { Payload = Payloads.Of(number, intent) };
        Writes.Add(write);
        return AnswerAsync(Writes, write, cancellationToken);
    }

    /// <inheritdoc cref="IRequestQueues.ReadAsync" />
    public Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _numbers);
        var read = new FrontRead(number, settings.Time.GetTimestamp(), query) { Payload = Payloads.Of(number, query) };
        Reads.Add(read);
        lock (_lock)
            _repeats.Watch(read, 0);
        return AnswerAsync(Reads, read, cancellationToken);
    }

    /// <summary>Takes a message of the answers' queue.</summary>
    public void Take(byte[] message)
    {
        try
        {
            var reader = new RecordReader(message);
            if (Envelope.Open(reader) == MessageKind.Note)
                notice(NoteMessage.Read(reader).Notice);
            else
                Take(AnswerMessage.Read(reader));
        }
        catch (InvalidDataException fault)
        {
            notice(new EngineNotice(NoticeKinds.MessageRefused, $"A message of the answers' queue was dropped: {fault.Message}", null));
        }
    }

    /// <summary>Refuses what is due and was surely never handed to the broker.</summary>
    public void Refuse(Func<Request, bool> isDue, string reason)
    {
        Writes.Refuse(isDue, reason);
        Reads.Refuse(isDue, reason);
    }

    /// <summary>Sends reads again that are unanswered for too long.</summary>
    public void Repeat()
    {
        List<(FrontRead Read, int Times)> due;
        lock (_lock)
            due = _repeats.Due(static read => read.IsDone);
        foreach (var (read, times) in due)
        {
            if (!TrySendAgain(read))
                continue;
            lock (_lock)
                _repeats.Watch(read, times + 1);
        }
    }

    /// <summary>There is a new connection: what is unanswered goes again.</summary>
    public void SendAgain()
    {
        Writes.SendAgain(static _ => true);
        Reads.SendAgain(read => Left(read) > TimeSpan.Zero);
    }

    /// <summary>How long the callers of these reads still wait, at the most.</summary>
    public TimeSpan Left(IReadOnlyList<FrontRead> reads) => reads.Max(Left);

    /// <summary>The front ends.</summary>
    public void Close()
    {
        Writes.Close();
        Reads.Close();
    }

    private static async Task<Answer> AnswerAsync<T>(RequestTable<T> table, T request, CancellationToken cancellationToken)
        where T : Request
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (requests, abandoned) = ((RequestTable<T>, T))state!;
                requests.Abandon(abandoned, token);
            },
            (table, request));
        return await request.Answer.Task;
    }

    private void Take(AnswerMessage message)
    {
        if (message.Front != Id)
            return;
        foreach (var (number, answer) in message.Answers)
        {
            if (Writes.TryFind(number, out var write))
                Writes.End(write, answer);
            else if (Reads.TryFind(number, out var read) && !(read.TakesRefusal(answer) && TrySendAgain(read)))
                Reads.End(read, answer);
        }
    }

    private bool TrySendAgain(FrontRead read)
    {
        var left = Left(read);
        if (left <= TimeSpan.Zero)
            return false;
        var query = read.Query with { TimeoutMilliseconds = (int)Math.Max(1, left.TotalMilliseconds) };
        Reads.SendAgain(read, Payloads.Of(read.Number, query));
        return true;
    }

    private TimeSpan Left(FrontRead read) => TimeSpan.FromMilliseconds(read.Query.TimeoutMilliseconds) - settings.Time.GetElapsedTime(read.Since);
}
