namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>roster/SLOT</c>.</summary>
/// <param name="Id">The last life of a worker in this slot; empty when nobody knows.</param>
/// <param name="Applied">What that had applied when it left; null while it is present, or when nobody knows.</param>
internal sealed record RosterNode(Guid Id, long? Applied);
