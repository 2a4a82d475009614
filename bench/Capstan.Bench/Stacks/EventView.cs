using System.Text.Json;

namespace Capstan.Bench.Stacks;

/// <summary>One event of a stack.</summary>
internal sealed record EventView(long Id, DateTimeOffset Time, string Kind, string? Service, string? Replica, string Reason, JsonElement? Data)
{
    /// <summary>A figure behind the event; null when it has none of that name.</summary>
    public long? Figure(string name) =>
        Data is { } data && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    /// <summary>Whether it is about a replica of this slot: ids are written <c>service/slot#generation</c>.</summary>
    public bool IsAbout(string service, int slot) => Replica?.StartsWith($"{service}/{slot}#", StringComparison.Ordinal) ?? false;
}
