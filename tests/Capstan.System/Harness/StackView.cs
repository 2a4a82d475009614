using System.Text.Json;
using Capstan.SystemTests.Databases;

namespace Capstan.SystemTests.Harness;

/// <summary>The part of the status that tests look at, read as any client would read it.</summary>
internal sealed record StackView(int Version, string Stack, string State, string Runtime, int Pid, IReadOnlyList<string> Problems, IReadOnlyList<ServiceView> Services,
    IReadOnlyList<DatabaseView>? Databases = null)
{
    public ServiceView this[string service] => Services.Single(candidate => candidate.Name == service);

    /// <summary>Whether every service has exactly the replicas it wants, all ready.</summary>
    public bool IsSettled => State == "running" && Services.All(service => service.IsSettled);

    public static StackView Parse(string json) => JsonSerializer.Deserialize<StackView>(json, JsonSerializerOptions.Web)!;

    public override string ToString() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
