namespace Capstan.History.Checking;

/// <summary>What became of the writes of a run.</summary>
/// <param name="Acknowledged">Answered with success.</param>
/// <param name="Lost">Answered with success and missing on some worker.</param>
/// <param name="Duplicated">Took effect more than once on some worker.</param>
/// <param name="Recovered">Of unknown outcome, and there.</param>
/// <param name="Unexpected">There although refused, or never asked for.</param>
public sealed record Counters(int Acknowledged, int Lost, int Duplicated, int Recovered, int Unexpected)
{
    public bool AreGood => Lost == 0 && Duplicated == 0 && Unexpected == 0;

    public override string ToString() =>
        $"acknowledged {Acknowledged}, lost {Lost}, duplicated {Duplicated}, recovered {Recovered}, unexpected {Unexpected}";

    public static Counters operator +(Counters left, Counters right) => new(
        left.Acknowledged + right.Acknowledged, left.Lost + right.Lost, left.Duplicated + right.Duplicated, left.Recovered + right.Recovered,
        left.Unexpected + right.Unexpected);

    public static Counters Of(Evidence evidence)
    {
        var writes = evidence.Calls.Where(call => call.Kind != CallKind.Read).GroupBy(call => call.Request).ToDictionary(group => group.Key, Requests.OutcomeOf);
        var counts = evidence.Workers.Select(worker => worker.Effects.GroupBy(effect => effect.Request).ToDictionary(group => group.Key, group => group.Count())).ToList();
        var there = counts.SelectMany(worker => worker.Keys).ToHashSet();
        return new Counters(
            writes.Count(write => write.Value == Outcome.Ok),
            writes.Count(write => write.Value == Outcome.Ok && counts.Exists(worker => !worker.ContainsKey(write.Key))),
            there.Count(request => counts.Exists(worker => worker.GetValueOrDefault(request) > 1)),
            there.Count(request => writes.GetValueOrDefault(request, Outcome.Ok) == Outcome.Unknown),
            there.Count(request => !writes.TryGetValue(request, out var outcome) || outcome is Outcome.Refused or Outcome.Mismatch));
    }
}
