namespace Capstan.ZooKeeper;

/// <summary>Where a client's session stands. The last three are final: go on with a new client.</summary>
public enum ConnectionState
{
    /// <summary>There has been no session yet.</summary>
    Connecting,

    /// <summary>A server answers; the session is alive.</summary>
    Connected,

    /// <summary>No server answers. The session may be alive or not: nobody can know before a server answers again.</summary>
    Disconnected,

    /// <summary>A server said that the session is over; its ephemeral nodes are gone or going.</summary>
    Expired,

    /// <summary>A server refused the credentials.</summary>
    Refused,

    /// <summary>The client was disposed of, or failed by itself; <see cref="ZooKeeperClient.Trouble"/> and calls say by what.</summary>
    Closed,
}
