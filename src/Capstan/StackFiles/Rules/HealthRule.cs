using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Rules;

/// <summary>A health check answers or times out before the next one begins.</summary>
internal sealed class HealthRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        foreach (var service in stack.Services.Where(service => service.Health.Timeout > service.Health.Interval))
        {
            var path = $"services.{service.Name}.health";
            var health = service.Health;
            yield return new Breach(
                isWritten($"{path}.timeout") ? $"{path}.timeout" : $"{path}.interval",
                $"the timeout ({Durations.Text(health.Timeout)}) is longer than the interval ({Durations.Text(health.Interval)})",
                "let timeout be at most interval")
            { RestsOn = [$"{path}.timeout", $"{path}.interval"] };
        }
    }
}
