using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>No two services claim one port of one address.</summary>
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
                var (a, b) = (one.Ports!, two.Ports!);
                if (!HostOverlap.Between(one.Publish, two.Publish) || a.Last < b.First || b.Last < a.First)
                    continue;
                var (first, last) = (Math.Max(a.First, b.First), Math.Min(a.Last, b.Last));
                var which = first == last ? $"port {first} is" : $"ports {first}-{last} are";
                yield return new Breach($"services.{two.Name}.ports", $"{which} already in the range of service {one.Name} ({a.First}-{a.Last})", "let the ranges not overlap")
                {
                    RestsOn = [$"services.{one.Name}.ports", $"services.{one.Name}.publish", $"services.{two.Name}.publish"],
                };
            }
        }
    }
}
