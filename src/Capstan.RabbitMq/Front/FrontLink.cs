using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Log;
using Capstan.RabbitMq.Session;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Front;

/// <summary>The connections of a front, from when they are made to when one of them is lost.</summary>
internal sealed class FrontLink : IAsyncDisposable
{
    private const ushort ResourceLocked = 405;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private readonly SharedQuestion<Look> _look;
    private ConfirmedChannel<TaskCompletionSource>? _probes;
    private LogWriter? _markers;
    private LogEnds? _ends;

    private FrontLink(BrokerLink publishing, BrokerLink consuming)
    {
        (Publishing, Consuming) = (publishing, consuming);
        _look = new SharedQuestion<Look>(LookNowAsync);
    }

    /// <summary>What is sent. A broker that is short of memory stops listening to it.</summary>
    public BrokerLink Publishing { get; }

    /// <summary>What is got, and all questions.</summary>
    public BrokerLink Consuming { get; }

    /// <summary>The queue of this front's answers.</summary>
    public required string ReplyTo { get; init; }

    /// <summary>For questions about queues.</summary>
    public required IChannel Looks { get; init; }

    /// <summary>Cancelled when one of the connections is lost.</summary>
    public CancellationToken Ended => Consuming.Ended;

    /// <summary>Why, for people.</summary>
    public string Reason => Publishing.Lost.IsCompleted ? Publishing.Reason : Consuming.Reason;

    /// <summary>Connects, declares and checks the queues, and consumes the answers.</summary>
    /// <param name="settings">How the broker is used.</param>
    /// <param name="front">Names the life of the front.</param>
    /// <param name="take">Gets the answers and notes; must not block.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Database.Engines.EngineException">It cannot be used until somebody changes something.</exception>
    public static async Task<FrontLink> OpenAsync(BrokerSettings settings, Guid front, Action<byte[]> take, CancellationToken cancellationToken)
    {
        var connector = new BrokerConnector(settings, "capstan front");
        BrokerLink? publishing = null, consuming = null;
        try
        {
            publishing = await connector.ConnectAsync("publishing", cancellationToken);
            consuming = await connector.ConnectAsync("consuming", cancellationToken);
            await Topology.DeclareAsync(consuming, settings, cancellationToken);
            var link = new FrontLink(publishing, consuming)
            {
                ReplyTo = await DeclareAnswersAsync(consuming, settings, front, cancellationToken),
                Looks = await consuming.OpenAsync(hasConfirms: false, cancellationToken),
            };
            await link.BeginAsync(take, settings.Time, cancellationToken);
            return link;
        }
        catch (Exception fault)
        {
            await DropAsync(publishing);
            await DropAsync(consuming);
            if (BrokerRefusal.Of(settings.Broker, fault) is { } refusal)
                throw BrokerRefusal.Exception(refusal, fault);
            throw;
        }
    }

    /// <summary>Waits until the broker has taken a message, which a broker under an alarm does not do before the alarm is over.</summary>
    public async Task ListensAsync()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await _probes!.RoomAsync(Ended) && await _probes.PublishAsync(QueueNames.Nowhere, default, heard, default))
            await heard.Task.WaitAsync(Ended);
        else
            Ended.ThrowIfCancellationRequested();
    }

    /// <summary>What the broker says of its queues now.</summary>
    public Task<Look> LookAsync() => _look.AskAsync();

    /// <summary>The log's end now.</summary>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    public Task<LogPosition> LogEndAsync(CancellationToken cancellationToken) => _ends!.AskAsync(cancellationToken);

    /// <summary>Where the log begins now; waits for its first message.</summary>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    public Task<LogPosition> LogBeginAsync(CancellationToken cancellationToken) => LogBegin.AskAsync(Consuming, cancellationToken);

    /// <summary>Closes the connections in good order.</summary>
    public async Task CloseAsync()
    {
        await Consuming.DisposeAsync();
        await Publishing.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _probes?.Dispose();
        _markers?.Dispose();
    }

    private async Task BeginAsync(Action<byte[]> take, TimeProvider time, CancellationToken cancellationToken)
    {
        // One loss is the loss of both.
        Publishing.Ended.UnsafeRegister(_ => Consuming.Drop(Publishing.Cause), null);
        Consuming.Ended.UnsafeRegister(_ => Publishing.Drop(Consuming.Cause), null);
        _probes = new ConfirmedChannel<TaskCompletionSource>(
            Publishing, await Publishing.OpenAsync(hasConfirms: true, cancellationToken), 1, static (heard, fate) => Heard(heard, fate), time);
        _markers = await LogWriter.OpenAsync(Publishing, time, cancellationToken);
        _ends = new LogEnds(_markers, Consuming, time);
        var answers = await Consuming.OpenAsync(hasConfirms: false, cancellationToken);
        var consumer = new MessageConsumer(answers, ReplyTo, (_, _, body) => take(body), static _ => { }, Consuming.Drop);
        await answers.BasicConsumeAsync(ReplyTo, autoAck: true, consumer, cancellationToken);
    }

    private static void Heard(TaskCompletionSource heard, Fate fate)
    {
        if (fate == Fate.Unknown)
            heard.TrySetCanceled();
        else
            heard.TrySetResult();
    }

    private async Task<Look> LookNowAsync()
    {
        // Each of them: what is not there ends the connection, and the next one makes it. Nobody else would.
        var reads = await Looks.QueueDeclarePassiveAsync(QueueNames.Reads, Ended);
        var writes = await Looks.QueueDeclarePassiveAsync(QueueNames.Writes, Ended);
        var dead = await Looks.QueueDeclarePassiveAsync(QueueNames.Dead, Ended);
        var log = await Looks.QueueDeclarePassiveAsync(QueueNames.Log, Ended);
        return new Look((int)reads.ConsumerCount, (int)writes.MessageCount, (int)dead.MessageCount, log.MessageCount);
    }

    /// <summary>The first front has the name that workers tell their notes; while a cut-off predecessor still holds it, it is waited for.</summary>
    private static async Task<string> DeclareAnswersAsync(BrokerLink link, BrokerSettings settings, Guid front, CancellationToken cancellationToken)
    {
        var start = settings.Time.GetTimestamp();
        while (settings.Time.GetElapsedTime(start) < settings.Session)
        {
            if (await TryDeclareAsync(link, QueueNames.Responses, cancellationToken))
                return QueueNames.Responses;
            await Task.Delay(LockPause, settings.Time, cancellationToken);
        }

        var own = $"{QueueNames.Responses}.{front:N}";
        return await TryDeclareAsync(link, own, cancellationToken) ? own : throw new IOException($"Queue '{own}' belongs to somebody else.");
    }

    private static async Task<bool> TryDeclareAsync(BrokerLink link, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        try
        {
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
            return true;
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == ResourceLocked)
        {
            return false;
        }
    }

    private static ValueTask DropAsync(BrokerLink? link) => link?.DisposeAsync() ?? ValueTask.CompletedTask;
}
