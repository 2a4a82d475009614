namespace Capstan.ZooKeeper.Sessions;

/// <summary>The states of a session and the moves between them.</summary>
internal sealed class SessionStates
{
    private int _current = (int)ConnectionState.Connecting;

    /// <summary>Where it stands; readable from any thread.</summary>
    public ConnectionState Current => (ConnectionState)Volatile.Read(ref _current);

    /// <summary>Whether nothing comes after this state.</summary>
    public static bool IsFinal(ConnectionState state) =>
        state is ConnectionState.Expired or ConnectionState.Refused or ConnectionState.Closed;

    /// <summary>Whether one may follow the other. Only a session that there was can be lost or expire.</summary>
    public static bool IsAllowed(ConnectionState from, ConnectionState to) => (from, to) switch
    {
        (ConnectionState.Connecting, ConnectionState.Connected or ConnectionState.Refused or ConnectionState.Closed) => true,
        (ConnectionState.Connecting, ConnectionState.Expired) => true,
        (ConnectionState.Connected, ConnectionState.Disconnected or ConnectionState.Refused or ConnectionState.Closed) => true,
        (ConnectionState.Disconnected, not ConnectionState.Connecting and not ConnectionState.Disconnected) => true,
        _ => false,
    };

    /// <summary>Moves.</summary>
    /// <exception cref="InvalidOperationException">There is no such move.</exception>
    public void Move(ConnectionState to)
    {
        if (!IsAllowed(Current, to))
            throw new InvalidOperationException($"A session does not go from {Current} to {to}.");
        Volatile.Write(ref _current, (int)to);
    }
}
