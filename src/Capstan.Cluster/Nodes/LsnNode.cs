namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>snapshot</c> and <c>wanted</c>.</summary>
/// <param name="Lsn">The LSN; 0 for none.</param>
internal sealed record LsnNode(long Lsn);
