namespace Capstan.Containers.Docker.Wire;

/// <summary>
/// One element of <c>GET /containers/json</c>. The engine makes it from its notes, without waiting for a container that it starts or clears
/// away just now; it tells no process and no exit code.
/// </summary>
internal sealed record ContainerSummary(string Id, Dictionary<string, string>? Labels, string[]? Names = null, string State = "", long Created = 0)
{
    /// <summary>Its name; its id while it has none.</summary>
    public string Name => Names is [var name, ..] ? name.TrimStart('/') : Id;

    /// <summary>Whether it has never run. Its start may be under way.</summary>
    public bool IsNew => State == "created";

    /// <summary>Whether it has run and runs no more.</summary>
    public bool IsOver => State is "exited" or "dead" or "removing";

    /// <summary>Whether it runs, paused or not.</summary>
    public bool Runs => !IsNew && !IsOver;
}
