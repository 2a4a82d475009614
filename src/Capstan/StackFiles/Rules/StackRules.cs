using Capstan.Core.Stacks;
using Capstan.StackFiles.Sections;

namespace Capstan.StackFiles.Rules;

/// <summary>All rules.</summary>
internal static class StackRules
{
    private static readonly IStackRule[] All =
    [
        new RuntimeRule(), new TargetsRule(), new ReplicasRule(), new HealthRule(), new PortsRule(), new ListenersRule(), new RoutesRule(),
        new CertificateRule(), new DatabasesRule(),
    ];

    /// <summary>Adds every breach to the faults, but none that only follows from a value that could not be read.</summary>
    public static void Check(StackSpec stack, ReadContext context)
    {
        var breaches = All.SelectMany(rule => rule.Check(stack, context.IsWritten))
            .Where(breach => !breach.RestsOn.Append(breach.Path).Any(context.Faults.Doubts))
            .ToList();
        foreach (var breach in breaches)
            context.Faults.Add(breach.Path, context.PlaceOf(breach.Path), breach.Message, breach.Remedy);
    }
}
