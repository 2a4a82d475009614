namespace Capstan.Containers.Docker.Wire;

internal sealed record PortBinding(string HostIp, string HostPort);
