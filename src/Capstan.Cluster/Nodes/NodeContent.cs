namespace Capstan.Cluster.Nodes;

/// <summary>A node as it was read.</summary>
/// <param name="Value">Its content; null when that cannot be understood.</param>
/// <param name="Version">Version of the content, for conditional writes.</param>
/// <param name="Session">The session that an ephemeral node belongs to; 0 for others.</param>
/// <param name="Created">Transaction that made it.</param>
internal sealed record NodeContent<T>(T? Value, int Version, long Session, long Created)
    where T : class;
