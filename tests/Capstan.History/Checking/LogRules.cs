namespace Capstan.History.Checking;

/// <summary>What the log that the workers keep must look like.</summary>
internal static class LogRules
{
    /// <summary>Epochs never fall as the LSN rises, each had one owner, no LSN has two contents, none is missing in between.</summary>
    public static IEnumerable<Violation> OneHistory(Evidence evidence) =>
        evidence.Workers.SelectMany(InOrder).Concat(OneContent(evidence)).Concat(OneOwner(evidence));

    private static IEnumerable<Violation> InOrder(WorkerDump worker)
    {
        DumpedRecord? last = null;
        foreach (var record in worker.Records.OrderBy(record => record.Lsn))
        {
            if (last is not null && record.Lsn != last.Lsn + 1)
                yield return new Violation(Rule.OneHistory, $"worker {worker.Slot}: {record} follows {last}");
            if (last is not null && record.Epoch < last.Epoch)
                yield return new Violation(Rule.OneHistory, $"worker {worker.Slot}: the epoch falls from {last} to {record}");
            last = record;
        }

        if (last is not null && last.Lsn != worker.Applied)
            yield return new Violation(Rule.OneHistory, $"worker {worker.Slot}: has applied {worker.Applied} and keeps records up to {last.Lsn}");
        if (last is not null && last.Hash != worker.Chain)
            yield return new Violation(Rule.OneHistory, $"worker {worker.Slot}: stands at the hash {worker.Chain} and keeps {last}");
    }

    private static IEnumerable<Violation> OneContent(Evidence evidence) =>
        from record in evidence.Workers.SelectMany(worker => worker.Records.Select(record => (record, worker.Slot)))
        group record by record.record.Lsn into same
        where same.DistinctBy(item => (item.record.Hash, item.record.Request)).Count() > 1
        select new Violation(Rule.OneHistory, $"LSN {same.Key} has several contents: {string.Join(", ", same.Select(item => $"worker {item.Slot}: {item.record}"))}");

    private static IEnumerable<Violation> OneOwner(Evidence evidence) =>
        from leadership in evidence.Leaderships
        group leadership by leadership.Epoch into same
        where same.Select(item => item.Slot).Distinct().Count() > 1 || same.Select(item => item.Process).OfType<int>().Distinct().Count() > 1
        select new Violation(Rule.OneHistory, $"epoch {same.Key} had several owners: {string.Join(", ", same.Distinct())}");
}
