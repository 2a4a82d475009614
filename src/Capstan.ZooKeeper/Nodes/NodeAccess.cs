namespace Capstan.ZooKeeper;

/// <summary>A node's access list as it was read.</summary>
/// <param name="Entries">Who may do what.</param>
/// <param name="Stat">What goes with it; its <see cref="NodeStat.AclVersion"/> is what a conditional change compares.</param>
public sealed record NodeAccess(IReadOnlyList<NodeAcl> Entries, NodeStat Stat);
