namespace Capstan.ZooKeeper;

/// <summary>One operation of <see cref="ZooKeeperClient.MultiAsync"/>.</summary>
public abstract record NodeOperation
{
    private NodeOperation(string path) => Path = path;

    /// <summary>The node that it is about.</summary>
    public string Path { get; }

    /// <summary>Creates a node.</summary>
    /// <param name="path">Its path, of sequential ones without the digits.</param>
    /// <param name="data">Its data.</param>
    /// <param name="kind">How long it lives.</param>
    /// <param name="acl">Who may do what with it; null for the client's default.</param>
    public static NodeOperation Create(
        string path,
        ReadOnlyMemory<byte> data,
        NodeKind kind = NodeKind.Persistent,
        IReadOnlyList<NodeAcl>? acl = null) => new Creation(path, data, kind, acl);

    /// <summary>Deletes a node without children.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="version">The version that it must have; -1 for any.</param>
    public static NodeOperation Delete(string path, int version = -1) => new Deletion(path, version);

    /// <summary>Sets a node's data.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="data">The data.</param>
    /// <param name="version">The version that it must have; -1 for any.</param>
    public static NodeOperation Set(string path, ReadOnlyMemory<byte> data, int version = -1) => new Setting(path, data, version);

    /// <summary>Does nothing, and fails unless the node is there with that version.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="version">The version that it must have; -1 for any.</param>
    public static NodeOperation Check(string path, int version = -1) => new Checking(path, version);

    internal sealed record Creation(string Node, ReadOnlyMemory<byte> Data, NodeKind Kind, IReadOnlyList<NodeAcl>? Acl) : NodeOperation(Node);

    internal sealed record Deletion(string Node, int Version) : NodeOperation(Node);

    internal sealed record Setting(string Node, ReadOnlyMemory<byte> Data, int Version) : NodeOperation(Node);

    internal sealed record Checking(string Node, int Version) : NodeOperation(Node);
}
