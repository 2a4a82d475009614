namespace Capstan.Containers.Processes;

/// <summary>Settings of the .NET runtime for a guard, which is small and mostly asleep. Replicas do not see them.</summary>
internal static class GuardSettings
{
    /// <summary>Environment variables.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Lean { get; } =
    [
        new("DOTNET_TieredPGO", "0"),
        new("DOTNET_gcServer", "0"),
        new("DOTNET_gcConcurrent", "0"),
        new("DOTNET_GCConserveMemory", "9"),
        new("DOTNET_EnableDiagnostics", "0"),
    ];
}
