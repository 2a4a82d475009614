namespace Capstan.Containers.Docker.Wire;

/// <summary>One line of <c>GET /events</c>.</summary>
internal sealed record EventMessage(string? Action, EventActor? Actor);
