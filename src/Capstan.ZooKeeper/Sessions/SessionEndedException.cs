namespace Capstan.ZooKeeper.Sessions;

/// <summary>Carries a session's end from where it is learnt to the session's loop.</summary>
/// <param name="state">How it ended.</param>
/// <param name="error">What calls are told.</param>
/// <param name="detail">Why, in words.</param>
/// <param name="cause">What the client failed by; null when it did not.</param>
internal sealed class SessionEndedException(ConnectionState state, ZooKeeperError error, string detail, Exception? cause = null) : Exception(detail, cause)
{
    /// <summary>How it ended.</summary>
    public ConnectionState State => state;

    /// <summary>What calls are told.</summary>
    public ZooKeeperError Error => error;
}
