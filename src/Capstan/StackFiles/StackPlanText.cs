using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles;

/// <summary>What starting a stack would do, in plain lines.</summary>
public static class StackPlanText
{
    /// <summary>One line for the stack, one for each of its listeners and one for each service.</summary>
    public static IReadOnlyList<string> Describe(StackSpec stack)
    {
        var runtime = stack.Runtime == RuntimeKind.Docker ? "containers of the Docker Engine" : "child processes";
        List<string> lines =
        [
            $"stack {stack.Name}: {(stack.Services.Count == 1 ? "1 service" : $"{stack.Services.Count} services")}, run as {runtime}",
            $"gateway: http://{stack.Gateway.Listen}",
        ];
        if (stack.Gateway.Tls is { } tls)
            lines.Add($"gateway: https://{tls.Listen}");
        lines.Add($"admin API: {(stack.Admin.Listen is { } admin ? $"http://{admin}" : "http://127.0.0.1:9900, or the next free port")}");
        lines.AddRange(stack.Services.Select(service => $"{service.Name}: {string.Join("; ", Parts(service))}"));
        return lines;
    }

    private static IEnumerable<string> Parts(ServiceSpec service)
    {
        yield return service.Template is null
            ? $"targets {string.Join(", ", service.Targets)}"
            : Replicas(service);
        if (service.Ports is { } ports)
            yield return ports.Count == 1 ? $"port {ports.First} on {service.Publish}" : $"ports {ports.First}-{ports.Last} on {service.Publish}";
        yield return service.Routes.Count == 0
            ? "no routes, so not reachable through the gateway"
            : $"routes {string.Join(", ", service.Routes.Select(route => route.Host + route.Path))}";
        yield return $"health {service.Health.Path} every {Durations.Text(service.Health.Interval)}";
    }

    private static string Replicas(ServiceSpec service) => service.Scale is { } scale
        ? $"{scale.Min} to {scale.Max} replicas, one per {scale.Requests} requests in {Durations.Text(scale.Window)}"
        : service.Replicas == 1 ? "1 replica" : $"{service.Replicas} replicas";
}
