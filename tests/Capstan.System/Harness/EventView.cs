using System.Text.Json;

namespace Capstan.SystemTests.Harness;

/// <summary>An event of a stack.</summary>
internal sealed record EventView(long Id, DateTimeOffset Time, string Kind, string? Service, string? Replica, string Reason, JsonElement? Data)
{
    /// <summary>One of the figures behind it.</summary>
    public long Figure(string name) => Data!.Value.GetProperty(name).GetInt64();

    public override string ToString() => $"{Time:HH:mm:ss.fff} {Kind} {Replica ?? Service} {Reason}";
}
