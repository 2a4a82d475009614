namespace Capstan.Simulation.Mutants;

/// <summary>All mutants by name.</summary>
internal static class Mutants
{
    public static IReadOnlyList<Mutant> All { get; } = [];

    public static Mutant Named(string name) =>
        name.Length == 0 ? new Mutant() : All.FirstOrDefault(mutant => mutant.Name == name)
            ?? throw new ArgumentException($"There is no mutant '{name}'; there are {string.Join(", ", All.Select(mutant => mutant.Name))}.", nameof(name));
}
