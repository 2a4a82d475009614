using System.Text.Json.Serialization;

namespace Capstan.Drills.Reports;

/// <summary>The JSON shape of a drill's report: camelCase, members without a value present as null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
