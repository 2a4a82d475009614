using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>A host and path lead to one service only.</summary>
internal sealed class RoutesRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        Dictionary<RouteSpec, string> seen = [];
        foreach (var service in stack.Services)
        {
            foreach (var (index, route) in service.Routes.Index())
            {
                if (!seen.TryAdd(route, service.Name))
                {
                    yield return new Breach(
                        $"services.{service.Name}.routes[{index}]", $"the route {route.Host}{route.Path} already leads to service {seen[route]}",
                        "let each route lead to one service");
                }
            }
        }
    }
}
