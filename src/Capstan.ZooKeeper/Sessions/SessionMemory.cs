namespace Capstan.ZooKeeper.Sessions;

/// <summary>What outlives a connection. Written by the session's thread, readable from any.</summary>
internal sealed class SessionMemory
{
    private SessionIdentity _identity;
    private long _aliveAt;
    private string _trouble = "";
    private object? _server;

    /// <summary>Begins without a session.</summary>
    public SessionMemory(TimeSpan timeout, long now) => (_identity, _aliveAt) = (SessionIdentity.New(timeout), now);

    /// <summary>What the session is known by.</summary>
    public SessionIdentity Identity
    {
        get => Volatile.Read(ref _identity);
        set => Volatile.Write(ref _identity, value);
    }

    /// <summary>When the last thing was sent that a server has answered: no server has counted silence from earlier.</summary>
    public long AliveAt
    {
        get => Volatile.Read(ref _aliveAt);
        set => Volatile.Write(ref _aliveAt, Math.Max(value, _aliveAt));
    }

    /// <summary>Why the last connection was lost, the last attempt failed or the session ended; empty before.</summary>
    public string Trouble
    {
        get => Volatile.Read(ref _trouble);
        set => Volatile.Write(ref _trouble, value);
    }

    /// <summary>The server that the session is connected to; null without a connection.</summary>
    public ZooKeeperAddress? Server
    {
        get => (ZooKeeperAddress?)Volatile.Read(ref _server);
        set => Volatile.Write(ref _server, value);
    }

    /// <summary>The last transaction seen in an answer to a call. Pings and events name others, of which not all events may have come.</summary>
    public long LastZxid { get; set; }
}
