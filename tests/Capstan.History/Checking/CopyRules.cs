namespace Capstan.History.Checking;

/// <summary>What the workers' copies must hold.</summary>
internal static class CopyRules
{
    /// <summary>Every acknowledged write is on every worker exactly once, at the LSN that its answers named.</summary>
    public static IEnumerable<Violation> Kept(Evidence evidence)
    {
        var acknowledged = evidence.Calls.Where(call => call.IsAcknowledged).ToList();
        foreach (var answers in acknowledged.GroupBy(call => call.Request).Where(group => group.Select(call => call.Lsn).Distinct().Count() > 1))
            yield return new Violation(Rule.Kept, $"answers under one id name different positions: {string.Join(" / ", answers)}");
        foreach (var worker in evidence.Workers)
        {
            var effects = worker.Effects.ToLookup(effect => effect.Request);
            var records = worker.Records.ToDictionary(record => record.Lsn);
            var oldest = worker.Records.Count > 0 ? worker.Records.Min(record => record.Lsn) : long.MaxValue;
            foreach (var call in acknowledged.DistinctBy(call => call.Request))
            {
                foreach (var fault in FaultsOf(call, [.. effects[call.Request]], records.GetValueOrDefault(call.Lsn), call.Lsn >= oldest))
                    yield return new Violation(Rule.Kept, $"worker {worker.Slot}: {fault}: {call}");
            }
        }
    }

    /// <summary>No request took effect twice, none that was refused or never made.</summary>
    public static IEnumerable<Violation> Once(Evidence evidence)
    {
        var writes = evidence.Calls.Where(call => call.Kind != CallKind.Read).GroupBy(call => call.Request)
            .ToDictionary(group => group.Key, group => (Outcome: Requests.OutcomeOf(group), Call: group.First()));
        foreach (var worker in evidence.Workers)
        {
            foreach (var (request, count) in worker.Effects.CountBy(effect => effect.Request))
            {
                if (count > 1)
                    yield return new Violation(Rule.Once, $"worker {worker.Slot}: {request} took effect {count} times");
                if (!writes.TryGetValue(request, out var write))
                    yield return new Violation(Rule.Once, $"worker {worker.Slot}: {request} took effect and nobody asked for it");
                else if (write.Outcome is Outcome.Refused or Outcome.Mismatch)
                    yield return new Violation(Rule.Once, $"worker {worker.Slot}: took effect although {write.Outcome}: {write.Call}");
            }
        }
    }

    /// <summary>All workers hold the same.</summary>
    public static IEnumerable<Violation> Same(Evidence evidence)
    {
        foreach (var other in evidence.Workers.Skip(1))
        {
            var first = evidence.Workers[0];
            if (other.Applied != first.Applied)
                yield return Differ(first, other, "LSN", first.Applied, other.Applied);
            if (other.Chain != first.Chain)
                yield return Differ(first, other, "chain hash", first.Chain, other.Chain);
            if (other.State != first.State)
                yield return Differ(first, other, "state hash", first.State, other.State);
            if (other.Hashes != first.Hashes)
                yield return Differ(first, other, "table hashes", first.Hashes, other.Hashes);
            if (!other.Effects.SequenceEqual(first.Effects))
                yield return Differ(first, other, "rows", first.Effects.Count, other.Effects.Count);
            foreach (var (key, value) in first.Registers.Where(register => other.Registers.GetValueOrDefault(register.Key) != register.Value))
                yield return Differ(first, other, $"value of {key}", value, other.Registers.GetValueOrDefault(key));
        }
    }

    private static IEnumerable<string> FaultsOf(RecordedCall call, List<DumpedEffect> effects, DumpedRecord? record, bool isRecordKept)
    {
        if (effects.Count == 0)
            yield return "an acknowledged write is missing";
        else if (effects[0].Key != call.Key || effects[0].Value != call.Value)
            yield return $"an acknowledged write left {effects[0]}";
        if (effects.Count > 1)
            yield return $"an acknowledged write is there {effects.Count} times";
        if (isRecordKept && record?.Request != call.Request)
            yield return $"the record at the position of an acknowledged write is {record?.Request ?? "missing"}";
    }

    private static Violation Differ(WorkerDump first, WorkerDump other, string what, object left, object right) =>
        new(Rule.Same, $"workers {first.Slot} and {other.Slot} differ in {what}: {left} and {right}");
}
