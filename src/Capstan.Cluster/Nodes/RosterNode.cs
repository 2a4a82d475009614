namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>roster/SLOT</c>.</summary>
/// <param name="Id">The last life of a worker in this slot; empty when nobody knows.</param>
/// <param name="Applied">What that had applied when it left; null while it is present, or when nobody knows.</param>
/// <param name="Before">What the slot had when that life began; null when nobody knows. What it got since it read from the log.</param>
internal sealed record RosterNode(Guid Id, long? Applied, long? Before = null)
{
    /// <summary>A slot of which nothing is known but that it may hold data.</summary>
    public static RosterNode Unknown { get; } = new(Guid.Empty, null);
}
