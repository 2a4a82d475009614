namespace Capstan.History.Checking;

/// <summary>What became of a run.</summary>
/// <param name="Counters">Of its writes.</param>
/// <param name="Violations">Promises that were broken; none when all is well.</param>
public sealed record Report(Counters Counters, IReadOnlyList<Violation> Violations)
{
    public bool IsGood => Violations.Count == 0 && Counters.AreGood;

    public override string ToString()
    {
        var rules = Violations.CountBy(violation => violation.Rule).Select(count => $"{count.Key} {count.Value}");
        return $"{Counters}; {Violations.Count} violations {string.Join(", ", rules)}\n{string.Join('\n', Violations.Take(20))}".TrimEnd();
    }
}
