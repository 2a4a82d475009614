using System.Text.Json.Serialization;

namespace Capstan.Containers.Docker.Wire;

internal sealed record ErrorMessage([property: JsonPropertyName("message")] string? Message);
