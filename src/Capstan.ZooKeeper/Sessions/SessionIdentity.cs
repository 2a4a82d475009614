using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Sessions;

/// <summary>What a session is known by on each new connection.</summary>
/// <param name="Id">Its number; 0 before there is one.</param>
/// <param name="Password">What proves it.</param>
/// <param name="Timeout">Its timeout, as granted once there is one.</param>
internal sealed record SessionIdentity(long Id, ReadOnlyMemory<byte> Password, TimeSpan Timeout)
{
    private const int PasswordLength = 16;

    /// <summary>None yet.</summary>
    public static SessionIdentity New(TimeSpan timeout) => new(0, new byte[PasswordLength], timeout);

    /// <summary>Judges a server's answer to this session.</summary>
    /// <returns>The session as it goes on.</returns>
    /// <exception cref="SessionEndedException">The session is over.</exception>
    /// <exception cref="InvalidDataException">The answer is about another session, or about none where one was to begin.</exception>
    public SessionIdentity After(ConnectAnswer answer)
    {
        if (Id != 0 && answer.IsExpired)
            throw new SessionEndedException(ConnectionState.Expired, ZooKeeperError.SessionExpired, "A server said that the session is over.");
        if (answer.IsExpired)
            throw new InvalidDataException("The server gave no session.");
        if (Id != 0 && answer.Id != Id)
            throw new InvalidDataException($"The server answered for session 0x{answer.Id:x}, and 0x{Id:x} was asked for.");
        if (answer.IsReadOnly)
            throw new InvalidDataException("The server only reads, since it has no quorum.");
        return new SessionIdentity(answer.Id, answer.Password, answer.Timeout);
    }
}
