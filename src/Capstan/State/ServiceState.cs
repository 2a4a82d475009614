using Capstan.Core.Stacks;

namespace Capstan.State;

/// <summary>What must survive of a service.</summary>
internal sealed record ServiceState
{
    /// <summary>Replicas wanted when the controller was last alive; null after a clean stop.</summary>
    public int? Wanted { get; init; }

    /// <summary>The number that the stack file declared then; a changed file overrules <see cref="Wanted"/>.</summary>
    public int Declared { get; init; }

    /// <summary>The last template that served, to go back to from an update that fails.</summary>
    public ReplicaTemplate? Stable { get; init; }

    /// <summary>By number of the slot.</summary>
    public IReadOnlyDictionary<int, SlotState> Slots { get; init; } = new Dictionary<int, SlotState>();
}
