namespace Capstan.ZooKeeper;

/// <summary>What a server knows of a node beside its data.</summary>
/// <param name="CreatedBy">The transaction that created it.</param>
/// <param name="ChangedBy">The transaction that last set its data.</param>
/// <param name="ChildrenChangedBy">The transaction that last added or removed a child.</param>
/// <param name="CreatedAt">When it was created, by the leader's clock.</param>
/// <param name="ChangedAt">When its data was last set, by the leader's clock.</param>
/// <param name="Version">How often its data was set; what conditional writes compare.</param>
/// <param name="ChildrenVersion">How often a child was added or removed.</param>
/// <param name="AclVersion">How often its access list was set.</param>
/// <param name="Owner">The session that an ephemeral node belongs to; 0 for others.</param>
/// <param name="DataLength">Bytes of its data.</param>
/// <param name="ChildCount">How many children it has.</param>
public sealed record NodeStat(
    long CreatedBy,
    long ChangedBy,
    long ChildrenChangedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    int Version,
    int ChildrenVersion,
    int AclVersion,
    long Owner,
    int DataLength,
    int ChildCount);
