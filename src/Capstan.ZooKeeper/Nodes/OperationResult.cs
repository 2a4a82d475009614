namespace Capstan.ZooKeeper;

/// <summary>What became of one operation of a multi.</summary>
/// <param name="Error">
/// <see cref="ZooKeeperError.Ok"/> for all when the multi was done. Otherwise the operation that failed says why and all others say
/// <see cref="ZooKeeperError.RuntimeInconsistency"/>, whatever the server says of them: none was done.
/// </param>
/// <param name="Path">The node that was created, or that the operation named.</param>
/// <param name="Stat">The node after its data was set; null for other operations.</param>
public sealed record OperationResult(ZooKeeperError Error, string Path, NodeStat? Stat)
{
    /// <summary>Whether it was done, and with it the whole multi.</summary>
    public bool IsDone => Error == ZooKeeperError.Ok;
}
