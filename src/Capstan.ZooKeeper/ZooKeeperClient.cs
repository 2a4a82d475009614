using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Sessions;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper;

/// <summary>
/// A session with a ZooKeeper ensemble (3.6 or newer). It outlives lost connections: the same session goes on with the next server, until a
/// server says that it is over. Calls may be made from any thread at any time; they are sent in the order in which they were made. A call
/// made without a connection waits for the next one. A call whose connection broke after it was sent fails with
/// <see cref="ZooKeeperError.ConnectionLoss"/> and is never sent again by itself. A call that is cancelled may still be done.
/// </summary>
public sealed partial class ZooKeeperClient : IAsyncDisposable
{
    private readonly ZooKeeperOptions _options;
    private readonly Chroot _chroot;
    private readonly Session _session;

    private ZooKeeperClient(ZooKeeperOptions options)
    {
        (_options, _chroot) = (options, new Chroot(options.Root));
        _session = new Session(options, _chroot, state => StateChanged?.Invoke(state));
    }

    /// <summary>
    /// Told of each change of <see cref="State"/>, in order and one at a time with all events of watches, on a thread of the pool. Must not
    /// block, since it holds up those events, nor throw.
    /// </summary>
    public event Action<ConnectionState>? StateChanged;

    /// <summary>Where the session stands; ahead of <see cref="StateChanged"/>.</summary>
    public ConnectionState State => _session.State;

    /// <summary>The session's number, which ephemeral nodes have as their owner.</summary>
    public long SessionId => _session.Memory.Identity.Id;

    /// <summary>The session's timeout as the servers granted it.</summary>
    public TimeSpan SessionTimeout => _session.Memory.Identity.Timeout;

    /// <summary>
    /// When the last thing was sent that a server has answered, as a timestamp of <see cref="ZooKeeperOptions.Time"/>. A single server counts the
    /// session's timeout from then or later, so until then plus <see cref="SessionTimeout"/> nobody else can hold what this session holds. In an
    /// ensemble the leader counts, and a follower that it does not hear of any more answers pings by itself for up to <c>syncLimit</c> ticks (by
    /// default 10 s): nobody else can until as much before that, and nothing is sure of a session that is shorter. It is about a third of the
    /// timeout ago at most while all is well, and stands still while there is no connection.
    /// </summary>
    public long DisconnectedSince => _session.Memory.AliveAt;

    /// <summary>The server that it is connected to; null without a connection.</summary>
    public ZooKeeperAddress? Server => _session.Memory.Server;

    /// <summary>Why the last connection was lost or the last attempt failed, with the server's address, or why the session ended; empty before.</summary>
    public string Trouble => _session.Memory.Trouble;

    /// <summary>What proves the session to the servers.</summary>
    internal ReadOnlyMemory<byte> SessionPassword => _session.Memory.Identity.Password;

    /// <summary>Begins a session, trying the servers until one gives it, and creates the root where it is missing.</summary>
    /// <exception cref="ArgumentException">The options cannot be used; the message says why.</exception>
    /// <exception cref="ZooKeeperException">A server refused the credentials, or the right to create the root.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before there was a session; the message says what stood in the way.</exception>
    public static async Task<ZooKeeperClient> ConnectAsync(ZooKeeperOptions options, CancellationToken cancellationToken = default)
    {
        options.Check();
        while (true)
        {
            var client = new ZooKeeperClient(options);
            try
            {
                client._session.Start();
                await client._session.Begun.WaitAsync(cancellationToken);
                await client.CreateRootAsync(cancellationToken);
                return client;
            }
            catch (ZooKeeperException fault) when (fault.Error == ZooKeeperError.SessionExpired)
            {
                // It was over before anybody had it; the next one may fare better.
                await client.DisposeAsync();
            }
            catch (OperationCanceledException fault) when (cancellationToken.IsCancellationRequested)
            {
                var trouble = client.Trouble;
                await client.DisposeAsync();
                throw new OperationCanceledException(
                    $"There is no session with {string.Join(", ", options.Servers)} yet. {trouble}".TrimEnd(), fault, cancellationToken);
            }
            catch
            {
                await client.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>
    /// Ends the session. With a connection its ephemeral nodes are gone when this returns; without one they go when its timeout is over. Calls
    /// that are open fail with <see cref="ObjectDisposedException"/>, or with <see cref="ZooKeeperError.ConnectionLoss"/> when they were sent.
    /// </summary>
    public async ValueTask DisposeAsync() => await _session.DisposeAsync();

    private Task<T> CallAsync<T>(OpCode op, string path, JuteWriter body, ReadAnswer<T> read, CancellationToken cancellationToken) =>
        CallAsync(new AwaitedCall<T>(op, path, body, read), body, cancellationToken);

    private Task<T> CallAsync<T>(AwaitedCall<T> call, JuteWriter body, CancellationToken cancellationToken)
    {
        Bodies.CheckLength(body, call.Path);
        return _session.CallAsync(call, cancellationToken);
    }

    private string Outer(string path, string name = "path")
    {
        NodePath.Check(path, name);
        return _chroot.Outer(path);
    }

    // The children of a node that has a slash at its end are named by their digits alone.
    private string OuterNew(string path, NodeKind kind)
    {
        var isSequential = kind is NodeKind.PersistentSequential or NodeKind.EphemeralSequential;
        NodePath.Check(isSequential ? path + "0" : path, nameof(path));
        return _chroot.Outer(path);
    }

    private async Task CreateRootAsync(CancellationToken cancellationToken)
    {
        foreach (var path in _options.Root.Length == 0 ? [] : NodePath.Ladder(_options.Root))
        {
            while (!await TryCreateRootAsync(path, cancellationToken))
            {
            }
        }
    }

    // Asked first, since whoever may not create nodes there can still use one that is there.
    private async Task<bool> TryCreateRootAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var look = Bodies.PathAndWatch(path, watch: false);
            if (await CallAsync(Existing(path, look), look, cancellationToken) is not null)
                return true;
            var body = Bodies.Create(new JuteWriter(), path, default, NodeKind.Persistent, _options.DefaultAcl);
            await CallAsync(OpCode.Create, path, body, Answers.Text, cancellationToken);
            return true;
        }
        catch (ZooKeeperException fault) when (fault.Error == ZooKeeperError.NodeExists)
        {
            return true;
        }
        catch (ZooKeeperException fault) when (fault.IsUnknown)
        {
            // Whoever created it: it will be there or not when looked for again.
            return false;
        }
    }
}
