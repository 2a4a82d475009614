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

    public static byte[] BodyOf(DockerStack stack, ReplicaLaunch launch)
    {
        var template = launch.Template;
        var port = $"{template.ContainerPort}/tcp";
        var request = new CreateRequest
        {
            Image = template.Image ?? "",
            Cmd = template.Command.Count > 0 ? template.Command : null,
            Env = Environment(launch),
            User = template.User,
            Labels = DockerLabels.Of(stack, launch),
            ExposedPorts = new(StringComparer.Ordinal) { [port] = new Nothing() },
            HostConfig = Host(stack, launch, port),
        };
        return JsonSerializer.SerializeToUtf8Bytes(request, DockerJson.Default.CreateRequest);
    }

    private static HostConfig Host(DockerStack stack, ReplicaLaunch launch, string port)
    {
        var template = launch.Template;
        return new HostConfig
        {
            NetworkMode = NetworkOf(stack),
            PortBindings = new(StringComparer.Ordinal) { [port] = [new PortBinding(launch.Publish, DockerLabels.Text(launch.Port))] },
            Mounts = [.. template.Volumes.Select(volume => MountOf(stack, volume))],
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

    private static Mount MountOf(DockerStack stack, VolumeSpec volume) =>
        volume.IsFolder
            ? new Mount("bind", volume.Source, volume.Target, volume.ReadOnly, null)
            : new Mount(
                "volume", VolumeOf(stack, volume.Source), volume.Target, volume.ReadOnly, new VolumeOptions(DockerLabels.Of(stack)));

    private static List<string> Environment(ReplicaLaunch launch)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in launch.Template.Environment)
            variables[name] = value;
        variables["CAPSTAN_SERVICE"] = launch.Id.Service;
        variables["CAPSTAN_SLOT"] = DockerLabels.Text(launch.Id.Slot);
        variables["PORT"] = DockerLabels.Text(launch.Template.ContainerPort);
        variables["HOST"] = "0.0.0.0";
        return [.. variables.Select(pair => $"{pair.Key}={pair.Value}")];
    }
}
