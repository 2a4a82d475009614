namespace Capstan.Containers.Docker.Wire;

/// <summary>Body of <c>POST /networks/{name}/connect</c>.</summary>
internal sealed record ConnectRequest(string Container);
