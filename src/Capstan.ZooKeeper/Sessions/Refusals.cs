namespace Capstan.ZooKeeper.Sessions;

/// <summary>Errors that are about the connection and not about the call that they answer.</summary>
internal static class Refusals
{
    /// <summary>Whether the server no longer has the session, which says nothing of the call.</summary>
    public static bool IsOfConnection(ZooKeeperError error) =>
        error is ZooKeeperError.SessionExpired or ZooKeeperError.SessionMoved or ZooKeeperError.UnknownSession;

    /// <summary>Ends the connection or the session where the error asks for it.</summary>
    /// <exception cref="SessionEndedException">The credentials are refused: no other server would take them.</exception>
    /// <exception cref="IOException">The server no longer has the session: whether it is over, the next connection tells.</exception>
    public static void Check(ZooKeeperError error)
    {
        if (error is ZooKeeperError.AuthFailed or ZooKeeperError.AuthenticationRequired)
            throw new SessionEndedException(ConnectionState.Refused, error, "A server refused the credentials.");
        if (IsOfConnection(error))
            throw new IOException($"The server does not hold the session any more: {error}.");
    }
}
