using System.Text.Json;
using System.Text.Json.Serialization;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>A database in the status.</summary>
internal sealed record DatabaseView(
    string Name, int Followers, int ReadyFollowers, [property: JsonPropertyName("leader")] int? LeaderSlot, long Epoch, long Position, string? Trouble, IReadOnlyList<int> Roster,
    IReadOnlyList<WorkerView> Workers, WindowView? Window = null)
{
    [JsonIgnore]
    public WorkerView? Leader => Workers.SingleOrDefault(worker => worker.Slot == LeaderSlot && worker is { Role: "leader", Pid: not null });

    [JsonIgnore]
    public IReadOnlyList<WorkerView> ByPid => [.. Workers.Where(worker => worker.Pid is not null).OrderBy(worker => worker.Pid)];

    /// <summary>Followers that run, by pid.</summary>
    [JsonIgnore]
    public IReadOnlyList<WorkerView> Following => [.. ByPid.Where(worker => worker != Leader)];

    /// <summary>Whether it has a leader and all the followers that it wants, all ready, and nothing else.</summary>
    [JsonIgnore]
    public bool IsWhole => Leader is { IsReady: true } && Workers.Count == Followers + 1 && Workers.All(worker => worker.IsReady);

    public WorkerView At(int slot) => Workers.Single(worker => worker.Slot == slot);

    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
