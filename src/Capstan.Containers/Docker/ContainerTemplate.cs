using System.Text.Json;
using Capstan.Containers.Docker.Wire;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Containers.Docker;

/// <summary>
/// The one form in which containers are made. Everything that could widen what a container may do is fixed here; a stack file chooses
/// only what <see cref="ReplicaTemplate"/> names.
/// </summary>
internal static class ContainerTemplate
{
    public static string NameOf(DockerStack stack, ReplicaId id) => $"{id.Service}-{id.Slot}-{id.Generation}-{stack.Short}";

    public static string NetworkOf(DockerStack stack) => $"capstan-{stack.Short}";

    /// <summary>Volumes outlive containers and stacks that were stopped; the stack's digits keep two stacks' volumes apart.</summary>
    public static string VolumeOf(DockerStack stack, string name) => $"capstan-{stack.Short}_{name}";

    /// <summary>A slot's own volume. The dot keeps it apart from volumes of services, whose names may begin in the same way.</summary>
    public static string VolumeOf(DockerStack stack, string service, int slot) => $"capstan-{stack.Short}.{service}-{DockerLabels.Text(slot)}";

    public static byte[] BodyOf(DockerStack stack, ReplicaLaunch launch, Surroundings surroundings)
    {
        var template = launch.Template;
        var ports = PortsOf(launch);
        var request = new CreateRequest
        {
            Image = template.Image ?? "",
            Cmd = template.Command.Count > 0 ? template.Command : null,
            Env = Environment(launch),
            User = template.User,
            Labels = DockerLabels.Of(stack, launch),
            ExposedPorts = ports.ToDictionary(pair => pair.Key, _ => new Nothing(), StringComparer.Ordinal),
            HostConfig = Host(stack, launch, ports, surroundings),
        };
        return JsonSerializer.SerializeToUtf8Bytes(request, DockerJson.Default.CreateRequest);
    }

    /// <summary>None for a program that nobody connects to.</summary>
    private static Dictionary<string, PortBinding[]> PortsOf(ReplicaLaunch launch)
    {
        var ports = new Dictionary<string, PortBinding[]>(StringComparer.Ordinal);
        if (launch.Port > 0)
            ports[$"{launch.Template.ContainerPort}/tcp"] = [new PortBinding(launch.Publish, DockerLabels.Text(launch.Port))];
        return ports;
    }

    private static HostConfig Host(DockerStack stack, ReplicaLaunch launch, Dictionary<string, PortBinding[]> ports, Surroundings surroundings)
    {
        var template = launch.Template;
        return new HostConfig
        {
            NetworkMode = surroundings.NetworksOf(launch)[0],
            PortBindings = ports,
            Mounts = [.. template.Volumes.Select(volume => MountOf(stack, volume, surroundings)), .. DataOf(stack, launch, surroundings)],
            Tmpfs = new(StringComparer.Ordinal) { ["/tmp"] = "rw,noexec,nosuid,nodev,size=64m" },
            ReadonlyRootfs = template.ReadOnly,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            PidsLimit = template.Pids,
            Memory = template.Memory,
            MemorySwap = template.Memory,
            NanoCpus = (long)(template.Cpus * 1e9),
            Init = true,
            IpcMode = "private",
            RestartPolicy = new RestartPolicy("no"),
            LogConfig = new LogConfig(
                "json-file", new(StringComparer.Ordinal) { ["max-size"] = "10m", ["max-file"] = "3" }),
        };
    }

    private static Mount MountOf(DockerStack stack, VolumeSpec volume, Surroundings surroundings) =>
        volume.IsFolder
            ? new Mount("bind", surroundings.HostPathOf(volume.Source), volume.Target, volume.ReadOnly, null)
            : new Mount(
                "volume", VolumeOf(stack, volume.Source), volume.Target, volume.ReadOnly, new VolumeOptions(DockerLabels.Of(stack)));

    private static IEnumerable<Mount> DataOf(DockerStack stack, ReplicaLaunch launch, Surroundings surroundings)
    {
        if (launch.Data is not { } data)
            yield break;
        var (service, slot) = (launch.Id.Service, launch.Id.Slot);
        yield return new Mount(
            "volume", VolumeOf(stack, service, slot), data.Target, ReadOnly: false, new VolumeOptions(DockerLabels.Of(stack, service, slot)));
        foreach (var folder in data.Shared)
            yield return new Mount("bind", surroundings.HostPathOf(folder), folder, ReadOnly: false, null);
    }

    private static List<string> Environment(ReplicaLaunch launch)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in launch.Template.Environment)
            variables[name] = value;
        variables["CAPSTAN_SERVICE"] = launch.Id.Service;
        variables["CAPSTAN_SLOT"] = DockerLabels.Text(launch.Id.Slot);
        if (launch.Port > 0)
        {
            variables["PORT"] = DockerLabels.Text(launch.Template.ContainerPort);
            variables["HOST"] = "0.0.0.0";
        }

        return [.. variables.Select(pair => $"{pair.Key}={pair.Value}")];
    }
}
