using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>
/// A service has what its runtime starts it from, and no limit or protection that its runtime would not keep. Settings that merely
/// describe the container (image, port, volumes) may stand in a file that serves both runtimes.
/// </summary>
internal sealed class RuntimeRule : IStackRule
{
    private static readonly string[] DockerOnly = ["user", "read_only", "memory", "cpus", "pids"];
    private static readonly string[] ProcessOnly = ["working_dir"];

    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        var docker = stack.Runtime == RuntimeKind.Docker;
        foreach (var service in stack.Services)
        {
            if (service.Template is not { } template)
                continue;
            var path = $"services.{service.Name}";
            if (docker && template.Image is null)
                yield return Missing(path, "image", "the docker runtime needs an image", "add 'image:', or 'targets:' when it runs elsewhere");
            if (!docker && template.Command.Count == 0)
                yield return Missing(path, "command", "the process runtime needs a command", "add 'command: [program, argument]', or 'targets:' when it runs elsewhere");
            foreach (var key in (docker ? ProcessOnly : DockerOnly).Where(key => isWritten($"{path}.{key}")))
            {
                yield return docker
                    ? new Breach($"{path}.{key}", "it has no effect on a container", "remove it, or use 'runtime: process'") { RestsOn = ["runtime"] }
                    : new Breach($"{path}.{key}", "only the docker runtime can keep this", "remove it, or use 'runtime: docker'") { RestsOn = ["runtime"] };
            }
        }
    }

    private static Breach Missing(string path, string key, string message, string remedy) =>
        new(path, message, remedy) { RestsOn = ["runtime", $"{path}.{key}", $"{path}.targets"] };
}
