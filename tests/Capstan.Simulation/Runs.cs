using System.Text;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Mutants;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation;

/// <summary>What came of a row of worlds.</summary>
internal sealed class Runs
{
    public Tally Tally { get; } = new();

    /// <summary>Seeds at which something was broken, with what.</summary>
    public SortedDictionary<int, (string Kind, string Words)> Violations { get; } = [];

    /// <summary>Runs seeds until so many broke something.</summary>
    public static Runs Of(int from, int count, Mutant mutant, int most)
    {
        var runs = new Runs();
        for (var seed = from; seed < from + count && runs.Violations.Count < most; seed++)
        {
            var world = new World(seed, mutant);
            try
            {
                world.Run();
            }
            catch (ViolationException violation)
            {
                runs.Violations[seed] = (violation.Kind, violation.Message);
            }
            catch (Exception fault)
            {
                runs.Violations[seed] = ("threw " + fault.GetType().Name, fault.ToString());
            }

            runs.Tally.Add(world.Tally);
        }

        return runs;
    }

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Tally.ToString());
        foreach (var kind in Violations.GroupBy(violation => violation.Value.Kind).OrderByDescending(kind => kind.Count()))
        {
            var first = kind.First();
            text.AppendLine($"  {kind.Count()} × {kind.Key}, first seed {first.Key}: {first.Value.Words}");
            text.AppendLine($"      seeds {string.Join(' ', kind.Take(8).Select(violation => violation.Key))}");
        }

        return text.Append($"  {Violations.Count} violations").ToString();
    }
}
