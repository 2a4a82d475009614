using System.Text.Json;

namespace Capstan.State;

/// <summary>What must survive the controller: written atomically after each change that matters.</summary>
internal sealed record StackState
{
    /// <summary>State of a stack that never ran.</summary>
    public static StackState Empty { get; } = new();

    /// <summary>Version of this shape.</summary>
    public int Version { get; init; } = 1;

    /// <summary>By name of the service.</summary>
    public IReadOnlyDictionary<string, ServiceState> Services { get; init; } = new Dictionary<string, ServiceState>(StringComparer.Ordinal);

    /// <summary>By name of the database; <see cref="ServiceState.Wanted"/> counts followers.</summary>
    public IReadOnlyDictionary<string, ServiceState> Databases { get; init; } = new Dictionary<string, ServiceState>(StringComparer.Ordinal);

    /// <summary>What is kept after a clean end: ports and generations, so that the next start begins with the counts of its file.</summary>
    public StackState Cleaned() => this with
    {
        Services = Cleaned(Services),
        Databases = Cleaned(Databases),
    };

    /// <summary>Whether writing the other one instead would make no difference.</summary>
    public bool SameAs(StackState other) =>
        JsonSerializer.Serialize(this, StateJson.Default.StackState) == JsonSerializer.Serialize(other, StateJson.Default.StackState);

    private static Dictionary<string, ServiceState> Cleaned(IReadOnlyDictionary<string, ServiceState> states) =>
        states.ToDictionary(pair => pair.Key, pair => pair.Value with { Wanted = null, Stable = null });
}
