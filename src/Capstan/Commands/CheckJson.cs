using System.Text.Json;
using System.Text.Json.Serialization;
using Capstan.Control;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary>The JSON form of a check.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class CheckJson : JsonSerializerContext
{
    /// <summary>Writes a result on one line.</summary>
    public static Task WriteAsync(TextWriter to, string file, StackReading reading, ReloadOutcome? changes, IReadOnlyList<ServerReport> servers)
    {
        var services = reading.Spec?.Services.Select(service => service.Name).ToList() ?? [];
        var databases = reading.Spec?.Databases.Select(database => database.Name).ToList() ?? [];
        var result = new CheckResult(file, reading.Spec is not null, reading.Spec?.Name, services, databases, reading.Faults, changes is not null, changes?.Lines ?? [], servers);
        return to.WriteLineAsync(JsonSerializer.Serialize(result, Default.CheckResult));
    }
}
