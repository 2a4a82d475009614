using System.Text.Json.Serialization;

namespace Capstan.Containers.Docker.Wire;

internal sealed record PullDetail([property: JsonPropertyName("current")] long? Current, [property: JsonPropertyName("total")] long? Total);
