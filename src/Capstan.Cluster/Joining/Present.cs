using Capstan.Cluster.Nodes;

namespace Capstan.Cluster.Joining;

/// <summary>A member's node as somebody who joins reads it.</summary>
/// <param name="Node">Its content.</param>
/// <param name="Version">Version of that content.</param>
/// <param name="Created">Transaction that made the node: the order in which members came.</param>
internal sealed record Present(WorkerNode Node, int Version, long Created);
