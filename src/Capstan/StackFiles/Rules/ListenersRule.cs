using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>
/// Gateway, TLS, admin API and databases listen on ports of their own, and on none that a replica may get. A wide range of ports may span
/// a listener as long as the slots that the file asks for stay clear of it.
/// </summary>
internal sealed class ListenersRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        List<(string Path, HostPort Listen)> listeners = [("gateway.listen", stack.Gateway.Listen)];
        if (stack.Gateway.Tls is { } tls)
            listeners.Add(("gateway.tls.listen", tls.Listen));
        if (stack.Admin.Listen is { } admin)
            listeners.Add(("admin.listen", admin));
        listeners.AddRange(stack.Databases.Select(database => ($"databases.{database.Name}.listen", database.Listen)));

        for (var later = 1; later < listeners.Count; later++)
        {
            foreach (var earlier in listeners.Take(later).Where(earlier => Meet(earlier.Listen, listeners[later].Listen)))
            {
                yield return new Breach(listeners[later].Path, $"{listeners[later].Listen} is already taken by {earlier.Path}", "choose another port")
                {
                    RestsOn = [earlier.Path],
                };
            }
        }

        foreach (var service in stack.Services)
        {
            foreach (var (path, listen) in listeners.Where(listener => Claims(service, listener.Listen)))
            {
                yield return new Breach(
                    $"services.{service.Name}.ports", $"slot {listen.Port - service.Ports!.First} would get port {listen.Port}, which {path} ({listen}) has",
                    "move the range or the listener")
                { RestsOn = [path, $"services.{service.Name}.publish", $"services.{service.Name}.scale.max", $"services.{service.Name}.replicas"] };
            }
        }
    }

    private static bool Meet(HostPort one, HostPort other) => one.Port != 0 && one.Port == other.Port && HostOverlap.Between(one.Host, other.Host);

    private static bool Claims(ServiceSpec service, HostPort listen) =>
        ReplicasRule.PortsInUse(service) is { } ports && listen.Port >= ports.First && listen.Port <= ports.Last
        && HostOverlap.Between(service.Publish, listen.Host);
}
