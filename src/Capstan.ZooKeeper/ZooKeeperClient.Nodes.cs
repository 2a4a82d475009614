using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper;

/// <content>Reading and writing nodes.</content>
public sealed partial class ZooKeeperClient
{
    /// <summary>Creates a node with the client's default access list.</summary>
    /// <param name="path">Its path; of a sequential one what the digits are added to.</param>
    /// <param name="data">Its data. Path, data and access list have less than 1 MiB together.</param>
    /// <param name="kind">How long it lives and how it is named.</param>
    /// <param name="cancellationToken">Gives up waiting; the node may still be created.</param>
    /// <returns>The path as created.</returns>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NodeExists"/> and <see cref="ZooKeeperError.NoNode"/> (no parent).</exception>
    public Task<string> CreateAsync(
        string path,
        ReadOnlyMemory<byte> data,
        NodeKind kind = NodeKind.Persistent,
        CancellationToken cancellationToken = default) => CreateAsync(path, data, kind, _options.DefaultAcl, cancellationToken);

    /// <summary>Creates a node with an access list of its own.</summary>
    /// <param name="path">Its path; of a sequential one what the digits are added to.</param>
    /// <param name="data">Its data.</param>
    /// <param name="kind">How long it lives and how it is named.</param>
    /// <param name="acl">Who may do what with it.</param>
    /// <param name="cancellationToken">Gives up waiting; the node may still be created.</param>
    /// <returns>The path as created.</returns>
    /// <exception cref="ZooKeeperException">As above; with <see cref="ZooKeeperError.InvalidAcl"/> the list is empty or unusable.</exception>
    public async Task<string> CreateAsync(
        string path,
        ReadOnlyMemory<byte> data,
        NodeKind kind,
        IReadOnlyList<NodeAcl> acl,
        CancellationToken cancellationToken)
    {
        var body = Bodies.Create(new JuteWriter(), OuterNew(path, kind), data.Span, kind, acl);
        return _chroot.Inner(await CallAsync(Bodies.CreateOp(kind), path, body, Answers.Text, cancellationToken));
    }

    /// <summary>Deletes a node without children.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="version">The version that it must have; -1 for any.</param>
    /// <param name="cancellationToken">Gives up waiting; the node may still be deleted.</param>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/>, <see cref="ZooKeeperError.BadVersion"/>, <see cref="ZooKeeperError.NotEmpty"/>.</exception>
    public Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.Delete, path, Bodies.PathAndNumber(Outer(path), version), Answers.Nothing, cancellationToken);

    /// <summary>Looks whether there is a node.</summary>
    /// <returns>What is known of it; null when there is none.</returns>
    /// <exception cref="ZooKeeperException">The server could not say.</exception>
    public Task<NodeStat?> ExistsAsync(string path, CancellationToken cancellationToken = default)
    {
        var body = Bodies.PathAndWatch(Outer(path), watch: false);
        return CallAsync(Existing(path, body), body, cancellationToken);
    }

    /// <summary>Reads a node.</summary>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.NoAuth"/>.</exception>
    public Task<NodeData> GetAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.GetData, path, Bodies.PathAndWatch(Outer(path), watch: false), Answers.Data, cancellationToken);

    /// <summary>Sets a node's data.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="data">The data. Path and data have less than 1 MiB together.</param>
    /// <param name="version">The version that it must have; -1 for any.</param>
    /// <param name="cancellationToken">Gives up waiting; the data may still be set.</param>
    /// <returns>What is known of it afterwards.</returns>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.BadVersion"/>.</exception>
    public Task<NodeStat> SetAsync(string path, ReadOnlyMemory<byte> data, int version = -1, CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.SetData, path, Bodies.Set(Outer(path), data.Span, version), Answers.Stat, cancellationToken);

    /// <summary>Lists the names of a node's children, in no order.</summary>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.NoAuth"/>.</exception>
    public async Task<IReadOnlyList<string>> ChildrenAsync(string path, CancellationToken cancellationToken = default) =>
        await CallAsync(OpCode.GetChildren, path, Bodies.PathAndWatch(Outer(path), watch: false), Answers.Texts, cancellationToken);

    /// <summary>
    /// Brings the server that this client is connected to up to the leader, so that what is read after it is at least as new as what had been
    /// written anywhere before it. It is no proof against a leader that was deposed without knowing: decide by conditional writes.
    /// </summary>
    /// <exception cref="ZooKeeperException">The server could not.</exception>
    public Task SyncAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.Sync, path, Bodies.Path(Outer(path)), Answers.Nothing, cancellationToken);

    /// <summary>Does several operations, all or none.</summary>
    /// <param name="operations">What to do, in this order; less than 1 MiB together.</param>
    /// <param name="cancellationToken">Gives up waiting; they may still be done.</param>
    /// <returns>
    /// What became of each. A multi that failed is no exception: look whether the first <see cref="OperationResult.IsDone"/>, which stands for
    /// all.
    /// </returns>
    /// <exception cref="ZooKeeperException">It was not tried, or nobody knows.</exception>
    public async Task<IReadOnlyList<OperationResult>> MultiAsync(
        IReadOnlyList<NodeOperation> operations,
        CancellationToken cancellationToken = default)
    {
        var body = MultiCodec.Write(operations, OuterOf, _options.DefaultAcl);
        OperationResult[] Read(ref JuteReader reader) => MultiCodec.Read(ref reader, operations, _chroot.Inner);
        return await CallAsync(OpCode.Multi, operations.Count == 1 ? operations[0].Path : "", body, Read, cancellationToken);
    }

    /// <summary>Reads a node's access list.</summary>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.NoAuth"/>.</exception>
    public Task<NodeAccess> GetAclAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.GetAcl, path, Bodies.Path(Outer(path)), Answers.Access, cancellationToken);

    /// <summary>Sets a node's access list; its children keep theirs.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="acl">Who may do what with it.</param>
    /// <param name="version">The <see cref="NodeStat.AclVersion"/> that it must have; -1 for any.</param>
    /// <param name="cancellationToken">Gives up waiting; the list may still be set.</param>
    /// <returns>What is known of it afterwards.</returns>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/>, <see cref="ZooKeeperError.NoAuth"/>, <see cref="ZooKeeperError.InvalidAcl"/>.</exception>
    public Task<NodeStat> SetAclAsync(
        string path,
        IReadOnlyList<NodeAcl> acl,
        int version = -1,
        CancellationToken cancellationToken = default) =>
        CallAsync(OpCode.SetAcl, path, Bodies.SetAcl(Outer(path), acl, version), Answers.Stat, cancellationToken);

    private static AwaitedCall<NodeStat?> Existing(string path, JuteWriter body, Action<ZooKeeperError>? answered = null) =>
        new(OpCode.Exists, path, body, Answers.StatOrNull) { NullFor = ZooKeeperError.NoNode, Answered = answered };

    private string OuterOf(NodeOperation operation) => operation is NodeOperation.Creation creation
        ? OuterNew(creation.Path, creation.Kind)
        : Outer(operation.Path, nameof(NodeOperation.Path));
}
