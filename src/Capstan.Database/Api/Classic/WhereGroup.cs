namespace Capstan.Database.Api.Classic;

/// <summary>Conditions of which all, or one at least, must hold.</summary>
/// <param name="IsAnd">Whether all must.</param>
/// <param name="Nodes">The conditions, one or more.</param>
internal sealed record WhereGroup(bool IsAnd, IReadOnlyList<IWhereNode> Nodes) : IWhereNode;
