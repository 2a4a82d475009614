using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>
/// No two services claim one port of one address. A wide range may span a port of another service as long as the slots that the
/// file asks for stay clear of it.
/// </summary>
internal sealed class PortsRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        var claims = stack.Services.Where(service => service.Ports is not null).ToList();
        for (var later = 1; later < claims.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var (one, two) = (claims[earlier], claims[later]);
                var (a, b) = (ReplicasRule.PortsInUse(one)!, ReplicasRule.PortsInUse(two)!);
                if (!HostOverlap.Between(one.Publish, two.Publish) || a.Last < b.First || b.Last < a.First)
                    continue;
                var (first, last) = (Math.Max(a.First, b.First), Math.Min(a.Last, b.Last));
                var which = first == last ? $"port {first} is" : $"ports {first}-{last} are";
                yield return new Breach($"services.{two.Name}.ports", $"{which} already wanted by service {one.Name} ({a.First}-{a.Last})", "move one of the ranges, or want fewer replicas")
                {
                    RestsOn = [.. About(one), .. About(two)],
                };
            }
        }
    }

    private static string[] About(ServiceSpec service) =>
        [.. new[] { "ports", "publish", "replicas", "scale.max" }.Select(key => $"services.{service.Name}.{key}")];
}
