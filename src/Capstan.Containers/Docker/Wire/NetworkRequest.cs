namespace Capstan.Containers.Docker.Wire;

/// <summary>Body of <c>POST /networks/create</c>.</summary>
internal sealed record NetworkRequest(string Name, string Driver, bool CheckDuplicate, Dictionary<string, string> Labels);
