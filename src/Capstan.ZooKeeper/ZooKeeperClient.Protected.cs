namespace Capstan.ZooKeeper;

/// <content>Creation that a lost answer does not leave in doubt.</content>
public sealed partial class ZooKeeperClient
{
    /// <summary>
    /// Creates a node with a name of its own: a GUID and a hyphen come before what the path names. When the answer is lost, the node is looked
    /// for by its GUID as soon as there is a connection again, and created only if it is not there: it is there once, or not at all.
    /// </summary>
    /// <param name="path">Its path without the GUID, for example <c>/workers/member-</c>.</param>
    /// <param name="data">Its data.</param>
    /// <param name="kind">How long it lives and how it is named.</param>
    /// <param name="cancellationToken">Gives up waiting; the node may still be created.</param>
    /// <returns>The path as created.</returns>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> (no parent), <see cref="ZooKeeperError.SessionExpired"/>.</exception>
    public async Task<string> CreateProtectedAsync(
        string path,
        ReadOnlyMemory<byte> data,
        NodeKind kind = NodeKind.Ephemeral,
        CancellationToken cancellationToken = default)
    {
        NodePath.Check(path + "0", nameof(path));
        var (parent, mark) = (NodePath.Parent(path), $"{Guid.NewGuid():N}-");
        var named = NodePath.Under(parent, mark + NodePath.Name(path));
        var isUnknown = false;
        while (true)
        {
            try
            {
                if (isUnknown && await FindAsync(parent, mark, cancellationToken) is { } found)
                    return found;
                return await CreateAsync(named, data, kind, cancellationToken);
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown)
            {
                isUnknown = true;
            }
        }
    }

    // The next server may be behind the one that took the call.
    private async Task<string?> FindAsync(string parent, string mark, CancellationToken cancellationToken)
    {
        await SyncAsync(parent, cancellationToken);
        var children = await ChildrenAsync(parent, cancellationToken);
        return children.FirstOrDefault(child => child.StartsWith(mark)) is { } child ? NodePath.Under(parent, child) : null;
    }
}
