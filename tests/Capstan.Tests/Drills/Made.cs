using System.Text.Json.Nodes;
using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Tests.Drills;

/// <summary>Injections and events as tests want them.</summary>
internal static class Made
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static DrillInjection Injection(double? seconds = null, params int[] slots) => new(
        10, "kill-leader", "main", Start, Start, seconds, [.. slots.DefaultIfEmpty(0).Select(slot => new DrillTarget($"main/{slot}#3", slot, 3, 600 + slot, "leader"))]);

    public static StackEvent Event(long id, string kind, string? replica = null, int? slot = null, string service = "main") => new()
    {
        Id = id,
        Time = Start.AddSeconds(id - 10),
        Kind = kind,
        Service = service,
        Replica = replica,
        Reason = "a reason",
        Data = slot is { } number ? new JsonObject { ["slot"] = number } : null,
    };
}
