namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>Names of tables and views, each with its columns where they are known.</summary>
/// <param name="Tables">By name; letters' case does not count.</param>
internal sealed record SchemaView(IReadOnlyDictionary<string, IReadOnlyList<string>> Tables)
{
    /// <summary>Nothing is known yet.</summary>
    public static SchemaView Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase));
}
