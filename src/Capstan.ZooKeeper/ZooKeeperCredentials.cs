namespace Capstan.ZooKeeper;

/// <summary>Who connects, by digest authentication. The password crosses the wire in clear: use it on loopback or a trusted network.</summary>
/// <param name="User">The user, without a colon.</param>
/// <param name="Password">Its password; never shown.</param>
public sealed record ZooKeeperCredentials(string User, string Password)
{
    /// <inheritdoc />
    public override string ToString() => User;
}
