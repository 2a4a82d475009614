namespace Capstan.SystemTests.Servers;

/// <summary>How a database reaches its servers, and which.</summary>
internal sealed record ServersPlan
{
    /// <summary>Over links, on which single processes can be cut off.</summary>
    public bool IsLinked { get; init; }

    /// <summary>Three nodes of each instead of one.</summary>
    public bool IsCluster { get; init; }

    /// <summary>The broker lets the database in by a name and a password of its own.</summary>
    public bool HasPassword { get; init; }
}
