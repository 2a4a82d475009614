namespace Capstan.ZooKeeper;

/// <summary>A node as it was read.</summary>
/// <param name="Data">Its bytes; empty when it has none.</param>
/// <param name="Stat">What goes with them.</param>
public sealed record NodeData(ReadOnlyMemory<byte> Data, NodeStat Stat);
