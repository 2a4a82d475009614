namespace Capstan.Core.Stacks;

/// <summary>The ZooKeeper ensemble (3.6 or newer) that keeps membership, roster and epochs of one database.</summary>
public sealed record EnsembleSpec
{
    /// <summary>Its servers, at least one. Default port 2181, with TLS 2281.</summary>
    public required IReadOnlyList<HostPort> Hosts { get; init; }

    /// <summary>The node under which everything of this database is: absolute, without a slash at its end. Default <c>/capstan</c> followed
    /// by the names of stack and database.</summary>
    public required string Path { get; init; }

    /// <summary>Who connects (digest authentication): every node is open to this user alone. Null: nodes are open to everybody.</summary>
    public string? User { get; init; }

    /// <summary>Its password; null without a user. Never shown, never part of a worker's environment or command line.</summary>
    public string? Password { get; init; }

    /// <summary>How connections are encrypted (<c>zookeepers</c>); null (default): not at all.</summary>
    public ServerTlsSpec? Tls { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{(Tls is not null ? "zookeepers" : "zookeeper")}://{(User is null ? "" : User + "@")}{string.Join(',', Hosts)}{Path}";
}
