using System.Text.Json;

namespace Capstan.Bench.Databases.Patroni;

/// <summary>A member as Patroni tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role"><c>leader</c>, <c>sync_standby</c>, <c>replica</c>.</param>
/// <param name="State">What its PostgreSQL does.</param>
/// <param name="Lag">Bytes it is behind; null when it leads or nobody knows.</param>
internal sealed record PatroniView(string Name, string Role, string State, long? Lag)
{
    /// <summary>Whether it runs and lacks nothing.</summary>
    public bool IsWell => State is "running" or "streaming" && (Role == "leader" || Lag == 0);

    /// <summary>Reads one.</summary>
    public static PatroniView Of(JsonElement member) => new(
        member.GetProperty("name").GetString()!, member.GetProperty("role").GetString()!, member.GetProperty("state").GetString()!,
        member.TryGetProperty("lag", out var lag) && lag.ValueKind == JsonValueKind.Number ? lag.GetInt64() : null);
}
