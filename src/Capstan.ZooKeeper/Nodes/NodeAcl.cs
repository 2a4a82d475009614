namespace Capstan.ZooKeeper;

/// <summary>One entry of a node's access list.</summary>
/// <param name="Permissions">What may be done.</param>
/// <param name="Scheme">How the other is told: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c> or another that the servers know.</param>
/// <param name="Id">Who it is, in the scheme's own words.</param>
public sealed record NodeAcl(NodePermissions Permissions, string Scheme, string Id)
{
    /// <summary>Everybody may do everything.</summary>
    public static readonly IReadOnlyList<NodeAcl> Open = [new(NodePermissions.All, "world", "anyone")];

    /// <summary>Whoever created the node may do everything, nobody else anything. Refused from a client without credentials.</summary>
    public static readonly IReadOnlyList<NodeAcl> Creator = [new(NodePermissions.All, "auth", "")];
}
