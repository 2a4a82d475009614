namespace Capstan.Containers.Docker.Wire;

/// <summary>Body of <c>POST /containers/create</c>.</summary>
internal sealed record CreateRequest
{
    public required string Image { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    public required string User { get; init; }

    public required Dictionary<string, string> Labels { get; init; }

    public required Dictionary<string, Nothing> ExposedPorts { get; init; }

    public required HostConfig HostConfig { get; init; }
}
