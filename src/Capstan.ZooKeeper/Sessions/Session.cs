using System.Net.Sockets;
using System.Security.Authentication;
using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Watching;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Sessions;

/// <summary>
/// A session on its own thread: it connects, receives, pings, and finds another server when one is lost. The thread waits for nobody's
/// callback and for no thread of the pool, so that a busy process keeps its session.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ZooKeeperOptions _options;
    private readonly SessionMemory _memory;
    private readonly SessionStates _states = new();
    private readonly Dispatcher _dispatcher = new();
    private readonly ServerRound _round;
    private readonly AddressBook _book;
    private readonly Action<ConnectionState> _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Link? _link;
    private bool _isClosing;

    public Session(ZooKeeperOptions options, Chroot chroot, Action<ConnectionState> changed)
    {
        (_options, _changed) = (options, changed);
        _memory = new SessionMemory(options.SessionTimeout, options.Time.GetTimestamp());
        _round = new ServerRound(options.Servers.Count, options.Chance);
        _book = new AddressBook(options.LookUp);
        Calls = new CallDesk(options.Time);
        Watches = new WatchDesk(chroot, Calls, _dispatcher);
    }

    /// <summary>Where it stands.</summary>
    public ConnectionState State => _states.Current;

    /// <summary>What outlives a connection.</summary>
    public SessionMemory Memory => _memory;

    /// <summary>Takes calls.</summary>
    public CallDesk Calls { get; }

    /// <summary>Keeps watches.</summary>
    public WatchDesk Watches { get; }

    /// <summary>Ends with the first connection that is ready, when that has been told; fails when the session ends before.</summary>
    public Task Begun => _begun.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "zookeeper session" }.Start();

    /// <summary>Calls, and waits for the answer.</summary>
    /// <exception cref="ZooKeeperException">It was refused, or the session ended first, or its outcome is unknown.</exception>
    public async Task<T> CallAsync<T>(AwaitedCall<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = Calls.Take(call);
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                call.Cancel(token);
                Calls.Forget(place);
            },
            null);
        return await call.Outcome;
    }

    /// <summary>Ends the session: on the server if it can be reached, and here in any case.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, true))
        {
            await _ended.Task;
            return;
        }

        if (State == ConnectionState.Connected)
            await CloseOnServerAsync();
        await _stop.CancelAsync();
        _link?.Break();
        await _ended.Task;
        _stop.Dispose();
    }

    private async Task CloseOnServerAsync()
    {
        var call = new AwaitedCall<bool>(OpCode.CloseSession, "", new JuteWriter(), Answers.Nothing);
        try
        {
            Calls.Take(call);
            await call.Outcome.WaitAsync(_memory.Identity.Timeout / 3, _options.Time);
        }
        catch (Exception fault) when (fault is ZooKeeperException or TimeoutException or ObjectDisposedException)
        {
            // The server ends the session by itself when its time is over.
            _memory.Trouble = fault.Message;
        }
    }

    private void Run()
    {
        try
        {
            while (!Volatile.Read(ref _isClosing))
                Try(_round.Next(_memory.Identity.Timeout));
            End(new SessionEndedException(ConnectionState.Closed, ZooKeeperError.SessionExpired, "The client was disposed of."));
        }
        catch (SessionEndedException end)
        {
            End(end);
        }
        catch (Exception fault)
        {
            // Nobody foresaw it. On this thread it would end the process; so it ends the session, and everybody who relies on that is told.
            End(new SessionEndedException(ConnectionState.Closed, ZooKeeperError.SystemError, $"The client failed: {fault.Message}", fault));
        }
    }

    private void Try(ServerAttempt attempt)
    {
        var server = _options.Servers[attempt.Server];
        if (_stop.Token.WaitHandle.WaitOne(attempt.Pause))
            return;
        try
        {
            Live(server, attempt);
        }
        catch (Exception fault) when (fault is SocketException or IOException or InvalidDataException or TimeoutException or AuthenticationException)
        {
            Lose($"{server}: {Words(fault)}", fault);
        }
        catch (OperationCanceledException)
        {
            Lose("The client was disposed of.", new ObjectDisposedException(nameof(ZooKeeperClient)));
        }
    }

    private void Live(ZooKeeperAddress server, ServerAttempt attempt)
    {
        var start = _options.Time.GetTimestamp();
        using var link = new Link(Open(server, attempt.Limit), _options.MaxAnswer, _options.Time, Calls.Fill);
        _link = link;
        _stop.Token.ThrowIfCancellationRequested();
        var visit = new Visit(link, _memory, Calls, Watches, _options);
        visit.Greet(attempt.Limit - _options.Time.GetElapsedTime(start), isForgotten: MayBeForgotten(attempt));
        Open(server, link);
        while (!_stop.IsCancellationRequested)
            visit.Step();
    }

    private ITransport Open(ZooKeeperAddress server, TimeSpan limit)
    {
        var start = _options.Time.GetTimestamp();
        var addresses = _book.Find(server.Host, limit, _stop.Token);
        var socket = Dialer.Dial(addresses, server.Port, limit - _options.Time.GetElapsedTime(start), _stop.Token);
        return _options.Tls is { } tls
            ? TlsTransport.Open(socket, () => tls(server), limit - _options.Time.GetElapsedTime(start), _options.Time)
            : new ClearTransport(socket);
    }

    // Servers do not answer who has seen more than they have, so an ensemble that was set up anew would never say that the session is over.
    private bool MayBeForgotten(ServerAttempt attempt) =>
        attempt.Round % 2 == 1
        && _memory.Identity.Id != 0
        && _options.Time.GetElapsedTime(_memory.AliveAt) > _memory.Identity.Timeout * 2;

    private void Open(ZooKeeperAddress server, Link link)
    {
        _round.Reached();
        _memory.Server = server;
        Move(ConnectionState.Connected);
        Watches.TellMissed();
        Calls.Open(link);
        _dispatcher.Post(() => _begun.TrySetResult());
    }

    private void Lose(string reason, Exception fault)
    {
        (_memory.Trouble, _memory.Server) = (reason, null);
        _options.Troubled?.Invoke(reason);
        if (State == ConnectionState.Connected && !Volatile.Read(ref _isClosing))
            Move(ConnectionState.Disconnected);
        Calls.Lose(reason, fault);
    }

    // What is wrong with a certificate is told by whoever judged it, or by the server, and wrapped by the encryption.
    private string Words(Exception fault) => _options.Tls is not null && fault is (AuthenticationException or IOException) ? fault.GetBaseException().Message : fault.Message;

    private void End(SessionEndedException end)
    {
        var isDisposed = end is { State: ConnectionState.Closed, InnerException: null };
        var fault = isDisposed ? null : new ZooKeeperException(end.Error, "", end.Message, end.InnerException);
        Exception forCalls = fault is null ? new ObjectDisposedException(nameof(ZooKeeperClient)) : fault;
        _memory.Server = null;
        if (!isDisposed)
            _memory.Trouble = end.Message;
        Move(end.State);
        Calls.Lose(end.Message, end);
        Calls.End(forCalls);
        Watches.End(fault);
        _begun.TrySetException(forCalls);
        _ = _begun.Task.Exception;
        _ended.TrySetResult();
    }

    private void Move(ConnectionState state)
    {
        _states.Move(state);
        _dispatcher.Post(() => _changed(state));
    }
}
