namespace Capstan.ZooKeeper.Wire;

/// <summary>What a server says to a client that connects.</summary>
/// <param name="Id">The session; 0 when the one asked for is over.</param>
/// <param name="Password">What proves it on the next connection.</param>
/// <param name="Timeout">Its timeout as granted.</param>
/// <param name="IsReadOnly">Whether the server has no quorum.</param>
internal sealed record ConnectAnswer(long Id, byte[] Password, TimeSpan Timeout, bool IsReadOnly)
{
    /// <summary>The only sign that a session is over: everything else may be a fault on the way.</summary>
    public bool IsExpired => Id == 0 || Timeout <= TimeSpan.Zero;
}
