using System.Text.Json.Serialization;

namespace Capstan.Commands.Databases.Overview;

/// <summary>The JSON shape of <c>capstan db status</c>: camelCase, members without a value present as null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DatabaseOverview))]
internal sealed partial class OverviewJson : JsonSerializerContext;
