using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>The number of replicas is either fixed or ruled by scaling, within bounds that fit together.</summary>
internal sealed class ReplicasRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        foreach (var service in stack.Services)
        {
            var path = $"services.{service.Name}";
            if (service.Template is not null && isWritten($"{path}.scale") && isWritten($"{path}.replicas"))
                yield return new Breach($"{path}.replicas", "'replicas' is a fixed number and 'scale' changes it", "keep one of the two; 'scale.min' is the number to begin with");
            if (service.Scale is { } scale && scale.Min > scale.Max)
            {
                // A bound that was not written stands at its default, so the fault is shown at the one that was.
                var shown = isWritten($"{path}.scale.min") ? "min" : "max";
                yield return new Breach($"{path}.scale.{shown}", $"min is {scale.Min} and max is {scale.Max}", "let min be at most max")
                {
                    RestsOn = [$"{path}.scale.min", $"{path}.scale.max"],
                };
            }

            if (service.Ports is { } ports && MostReplicas(service) is var needed && ports.Count < needed)
            {
                var reason = service.Scale is null ? $"{needed} replicas" : $"up to {needed} replicas (scale.max)";
                yield return new Breach(
                    $"{path}.ports", $"the range holds {Ports(ports.Count)} and {reason} need {needed}",
                    Remedy(ports, needed))
                { RestsOn = [$"{path}.scale.max", $"{path}.replicas"] };
            }
        }
    }

    /// <summary>Most replicas that the file lets run at once.</summary>
    public static int MostReplicas(ServiceSpec service) => service.Scale?.Max ?? service.Replicas;

    /// <summary>The ports that those replicas take, at least the first one; null when Capstan picks ports itself.</summary>
    public static PortRange? PortsInUse(ServiceSpec service) => service.Ports is { } ports
        ? new PortRange(ports.First, ports.First + Math.Clamp(MostReplicas(service), 1, ports.Count) - 1)
        : null;

    private static string Ports(int count) => count == 1 ? "1 port" : $"{count} ports";

    private static string Remedy(PortRange ports, int needed) => ports.First + needed - 1 <= 65535
        ? $"write {ports.First}-{ports.First + needed - 1}, or fewer replicas"
        : $"begin the range at {65535 - needed + 1} or below, or want fewer replicas";
}
