using Capstan.Database.Engines;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Front;

/// <summary>Keeps a front connected: opens connections, sends on them until they are lost, and opens others.</summary>
/// <param name="settings">How the broker is used.</param>
/// <param name="requests">What is to be sent.</param>
/// <param name="notice">Tells operators.</param>
internal sealed class FrontLoop(BrokerSettings settings, FrontRequests requests, Action<EngineNotice> notice) : IAsyncDisposable
{
    /// <summary>Messages with writes without a confirm: one is on its way to the disk while the next one is sent.</summary>
    private const int WriteWindow = 2;

    /// <summary>Messages with reads without a confirm, which comes as soon as a message is in the queue.</summary>
    private const int ReadWindow = 4;

    private const string WritesRefused = "The broker refused the last write: the queue was full or not there, or the node that led it was away. The front tries again by itself.";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GrowingPause _pause = new(FirstPause, LongestPause, settings.Chance);
    private FrontLink? _link;
    private Look _look = Look.None;
    private string? _blocked;
    private string _trouble = "The front is not connected to the broker yet.";
    private Task _running = Task.CompletedTask;

    /// <summary>The connections; null while there are none.</summary>
    public FrontLink? Link => Volatile.Read(ref _link);

    /// <summary>What the broker said of its queues last.</summary>
    public Look Look => Volatile.Read(ref _look);

    /// <summary>Why the broker takes no messages, with the remedy; null when it does.</summary>
    public string? Blocked => Volatile.Read(ref _blocked);

    /// <summary>Why nothing goes through now, with the remedy; empty when all is well.</summary>
    public string Trouble => Blocked ?? Volatile.Read(ref _trouble);

    private long Now => settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc cref="BrokerFront.StartAsync" />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        var start = settings.Time.GetTimestamp();
        while (true)
        {
            try
            {
                var link = await OpenAsync(either.Token);
                Volatile.Write(ref _link, link);
                Volatile.Write(ref _trouble, "");
                _running = Task.Run(() => RunAsync(link), CancellationToken.None);
                return;
            }
            catch (Exception fault) when (BrokerConnector.IsLoss(fault, either.Token))
            {
                if (settings.Time.GetElapsedTime(start) >= StartPatience)
                    throw new EngineException($"{Sentence(fault)} Start it, or correct its address in the stack file.", fault);
            }

            await Task.Delay(_pause.Next(), settings.Time, either.Token);
        }
    }

    /// <summary>
    /// Whether some worker consumes reads. A leader leaves them as soon as a follower is ready, which then begins: only after a while without
    /// anybody it says no. Without a connection it says yes.
    /// </summary>
    public async ValueTask<bool> HasReadersAsync(CancellationToken cancellationToken)
    {
        var start = settings.Time.GetTimestamp();
        try
        {
            while (Look.Readers == 0 && Link is { } link)
            {
                if (settings.Time.GetElapsedTime(start) >= BrokerFront.QueuePatience)
                    return false;
                Volatile.Write(ref _look, await link.LookAsync().WaitAsync(cancellationToken));
                if (Look.Readers == 0)
                    await Task.Delay(FirstPause, settings.Time, cancellationToken);
            }

            return true;
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closing.TrySetResult())
            return;
        await _closed.CancelAsync();
        await _running;
        _closed.Dispose();
    }

    private async Task RunAsync(FrontLink? link)
    {
        // A connection that was made is served, and so closed, although the front ends already.
        while (link is not null || !_closing.Task.IsCompleted)
        {
            if (link is not null)
            {
                var start = settings.Time.GetTimestamp();
                await ServeAsync(link);
                link = null;
                // One that is lost as soon as it is there is as good as none.
                if (settings.Time.GetElapsedTime(start) >= LongestPause)
                    _pause.Reset();
                else
                    await PauseAsync();
                continue;
            }

            link = await TryOpenAsync();
        }
    }

    private async Task<FrontLink> OpenAsync(CancellationToken cancellationToken)
    {
        var link = await FrontLink.OpenAsync(settings, requests.Id, requests.Take, cancellationToken);
        link.Publishing.BlockedChanged += Block;
        return link;
    }

    private async Task<FrontLink?> TryOpenAsync()
    {
        try
        {
            var link = await OpenAsync(_closed.Token);
            Volatile.Write(ref _trouble, "");
            notice(new EngineNotice(NoticeKinds.BrokerBack, $"The front is connected to the broker at {link.Consuming.Host} again.", null));
            requests.SendAgain();
            return link;
        }
        catch (Exception fault) when (fault is EngineException || BrokerConnector.IsLoss(fault, _closed.Token))
        {
            Volatile.Write(ref _trouble, fault is EngineException ? fault.Message : $"{Sentence(fault)} Start it; the front connects by itself.");
        }
        catch (OperationCanceledException) when (_closing.Task.IsCompleted)
        {
            return null;
        }

        await PauseAsync();
        return null;
    }

    /// <summary>What a loss says of itself, which ends with a full stop or not as whoever found it liked.</summary>
    private static string Sentence(Exception fault) => $"{BrokerConnector.Words(fault).TrimEnd('.')}.";

    private async Task PauseAsync() =>
        await Task.Delay(_pause.Next(), settings.Time, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Sends and looks until the connections are lost or the front ends.</summary>
    private async Task ServeAsync(FrontLink link)
    {
        Volatile.Write(ref _link, link);
        var sending = SendAsync(link);
        await Task.WhenAny(sending, _closing.Task);
        // Its queue goes with the connection, and the next front wants the name.
        if (_closing.Task.IsCompleted)
            await link.CloseAsync();
        await sending;
        Volatile.Write(ref _link, null);
        Volatile.Write(ref _look, Look.None);
        Volatile.Write(ref _blocked, null);
        Volatile.Write(ref _trouble, $"{link.Reason} The front connects again by itself.");
        await link.DisposeAsync();
        if (!_closing.Task.IsCompleted)
            notice(new EngineNotice(NoticeKinds.BrokerLost, link.Reason, null));
    }

    private async Task SendAsync(FrontLink link)
    {
        var looking = LookAsync(link);
        try
        {
            await SendUntilLostAsync(link);
        }
        catch (Exception fault)
        {
            // One that nobody foresaw, too, is told with the loss; with another connection what is unanswered is sent again.
            link.Consuming.Drop(fault);
        }

        await looking;
    }

    private async Task SendUntilLostAsync(FrontLink link)
    {
        // What a broker under an alarm would keep in doubt is refused instead.
        await link.ListensAsync();
        var (writing, reading) = (SendWritesAsync(link), SendReadsAsync(link));
        // Each runs until the connection is lost. One that fails must not leave the other alone.
        if (await Task.WhenAny(writing, reading) is { Exception: { } fault })
            link.Consuming.Drop(fault.InnerException!.Message);
        await Task.WhenAll(writing, reading);
    }

    /// <summary>Sends writes, over one channel after another while they take none.</summary>
    private async Task SendWritesAsync(FrontLink link)
    {
        var from = new Sender(requests.Id, link.ReplyTo);
        var pause = new GrowingPause(FirstPause, LongestPause, settings.Chance);
        while (!link.Ended.IsCancellationRequested)
        {
            var sender = new FrontSender<FrontWrite>(
                requests.Writes, (message, count) => WriteMessage.Begin(message, from, Now, count), static _ => new Delivery { IsPersistent = true }, settings.Time)
            {
                GivesWay = true,
            };
            var channel = await link.Publishing.OpenAsync(hasConfirms: true, link.Ended);
            using (var writes = new ConfirmedChannel<IReadOnlyList<FrontWrite>>(link.Publishing, channel, WriteWindow, Settle, settings.Time))
                await sender.RunAsync(writes, link.Ended);
            await ChannelEnd.CloseAsync(link.Publishing, channel);
            await Task.Delay(pause.Next(), settings.Time, link.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            void Settle(IReadOnlyList<FrontWrite> batch, Fate fate)
            {
                sender.Settle(batch, fate);
                if (fate != Fate.Unknown)
                    Volatile.Write(ref _trouble, fate == Fate.Refused ? WritesRefused : "");
            }
        }
    }

    private async Task SendReadsAsync(FrontLink link)
    {
        var from = new Sender(requests.Id, link.ReplyTo);
        var sender = new FrontSender<FrontRead>(
            requests.Reads, (message, count) => ReadMessage.Begin(message, from, count), batch => new Delivery { Lifetime = requests.Left(batch) }, settings.Time);
        using var reads = new ConfirmedChannel<IReadOnlyList<FrontRead>>(
            link.Publishing, await link.Publishing.OpenAsync(hasConfirms: true, link.Ended), ReadWindow, sender.Settle, settings.Time);
        await sender.RunAsync(reads, link.Ended);
    }

    /// <summary>Looks at the queues, and whether the broker still takes messages: one that does not says so only when it gets one.</summary>
    private async Task LookAsync(FrontLink link)
    {
        try
        {
            var listening = Task.CompletedTask;
            while (!link.Ended.IsCancellationRequested)
            {
                if (listening.IsCompleted)
                    listening = link.ListensAsync();
                Volatile.Write(ref _look, await link.LookAsync());
                // The queue is there and has room again, and no write comes that could tell.
                if (requests.Writes.Count == 0 && Look.Writes < settings.QueueLimit)
                    Interlocked.CompareExchange(ref _trouble, "", WritesRefused);
                await Task.Delay(LookEvery, settings.Time, link.Ended);
            }
        }
        catch (Exception fault)
        {
            link.Consuming.Drop(fault);
        }
    }

    private void Block(string? reason)
    {
        var text = reason is null ? null : BrokerAlarm.Of(reason).Text;
        Volatile.Write(ref _blocked, text);
        notice(text is null
            ? new EngineNotice(NoticeKinds.BrokerUnblocked, "The broker takes messages again.", null)
            : new EngineNotice(NoticeKinds.BrokerBlocked, text, null));
    }
}
