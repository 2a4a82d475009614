using System.Text.Json.Serialization;
using Capstan.Control;
using Capstan.Drills;

namespace Capstan.Admin;

/// <summary>The JSON shapes of the admin API: camelCase, members without a value present as null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StackStatus))]
[JsonSerializable(typeof(ReloadOutcome))]
[JsonSerializable(typeof(ReloadRequest))]
[JsonSerializable(typeof(ScaleRequest))]
[JsonSerializable(typeof(DrillRequest))]
[JsonSerializable(typeof(DrillInjection))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(AdminProblem))]
[JsonSerializable(typeof(AdminRecord))]
internal sealed partial class AdminJson : JsonSerializerContext;
