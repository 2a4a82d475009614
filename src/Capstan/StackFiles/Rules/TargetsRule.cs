using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>A service either lists targets or is started by Capstan.</summary>
internal sealed class TargetsRule : IStackRule
{
    private static readonly string[] OfReplicas =
    [
        "image", "command", "working_dir", "environment", "ports", "publish", "port", "volumes", "user", "read_only", "memory", "cpus",
        "pids", "replicas", "scale", "stop_grace",
    ];

    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        foreach (var service in stack.Services.Where(service => service.Template is null))
        {
            var path = $"services.{service.Name}";
            if (service.Targets.Count == 0)
                yield return new Breach($"{path}.targets", "the list is empty", "write at least one host:port");
            foreach (var key in OfReplicas.Where(key => isWritten($"{path}.{key}")))
                yield return new Breach($"{path}.{key}", "a service with targets starts nothing, so this has no effect", "remove it, or remove 'targets'");
            foreach (var twice in service.Targets.GroupBy(target => target).Where(group => group.Count() > 1))
                yield return new Breach($"{path}.targets", $"{twice.Key} is listed {twice.Count()} times", "list each target once");
        }
    }
}
