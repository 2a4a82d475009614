using System.Text.Json.Serialization;

namespace Capstan.Containers.Docker.Wire;

/// <summary>One line of the answer to <c>POST /images/create</c>.</summary>
internal sealed record PullMessage(
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("progressDetail")] PullDetail? Detail);
