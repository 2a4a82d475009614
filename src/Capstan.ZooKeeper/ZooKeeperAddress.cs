namespace Capstan.ZooKeeper;

/// <summary>A server of the ensemble.</summary>
/// <param name="Host">Name or address. A name is looked up at each attempt.</param>
/// <param name="Port">Its client port. Default 2181.</param>
public readonly record struct ZooKeeperAddress(string Host, int Port = ZooKeeperAddress.DefaultPort)
{
    /// <summary>Default of <see cref="Port"/>.</summary>
    public const int DefaultPort = 2181;

    /// <inheritdoc />
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
