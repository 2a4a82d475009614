using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Ledgers;

/// <summary>Knows what everybody was told and what every copy holds, and finds out when a promise is broken.</summary>
internal sealed class Ledger(Tally tally)
{
    private readonly Dictionary<RequestId, Request> _requests = [];
    private readonly List<Request> _order = [];
    private readonly Dictionary<Lsn, HistoryEntry> _history = [];
    private readonly Dictionary<(Lsn, Digest), Digest> _tables = [];
    private readonly List<(Lsn Lsn, Digest Chain)> _read = [];

    /// <summary>Whether an operator accepted a loss: copies of a lost branch may be about until they are set aside.</summary>
    public bool IsForced { get; private set; }

    public IReadOnlyList<Request> Requests => _order;

    public void Asked(Request request)
    {
        _requests[request.Intent.Request] = request;
        _order.Add(request);
    }

    /// <summary>Whether a request ends the process that takes it.</summary>
    public bool EndsTakers(RequestId id) => _requests.TryGetValue(id, out var request) && request.EndsTakers;

    /// <summary>Whether a client was told that a request is poison.</summary>
    public bool WasRefused(RequestId id) => _requests.TryGetValue(id, out var request) && request.Answer?.Code == AnswerCode.Poison;

    /// <summary>A client was told something.</summary>
    /// <param name="id">Its request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The front's clock: nobody waits after the deadline of a request without a key.</param>
    public void Told(RequestId id, Answer answer, long now)
    {
        if (answer.Code is AnswerCode.KeyReused or AnswerCode.Unavailable or AnswerCode.Expired or AnswerCode.KeysFull
            || !_requests.TryGetValue(id, out var request) || (!request.Intent.IsKeyed && now > request.Intent.Deadline))
        {
            return;
        }

        if (answer.IsOk && request.Answer is null)
            tally.Add("acknowledged writes");
        if (request.Answer is { } first && !IsSame(first, answer) && !request.MayBeLost)
            throw new ViolationException("two-answers", $"{id} was told {Words(first)}, then {Words(answer)}");
        request.Answer = answer;
    }

    /// <summary>A read showed a copy's state.</summary>
    public void Showed(Lsn lsn, Digest chain) => _read.Add((lsn, chain));

    /// <summary>A loss was accepted of everything above an LSN.</summary>
    public void Force(Lsn known)
    {
        IsForced = true;
        foreach (var request in _order.Where(request => request.Answer is { } answer && answer.Lsn > known))
            request.MayBeLost = true;
        _read.RemoveAll(read => read.Lsn > known);
    }

    /// <summary>A copy went on. Compares it with what the others hold.</summary>
    public void Committed(Slot slot, Lsn before, IEnumerable<Slot> all)
    {
        var state = slot.Disk.Committed;
        var meta = state.Meta;
        for (var lsn = before.Next; lsn <= meta.Applied; lsn = lsn.Next)
        {
            if (state.Records.Find(lsn) is { } record)
                Applied(slot, lsn, record, state.Answers.GetValueOrDefault(record.Request)?.Answer, all);
        }

        if (_tables.TryGetValue((meta.Applied, meta.Chain), out var tables) && tables != state.Hash)
            throw new ViolationException("states-differ", $"w{slot.Number} has other rows at {meta.Applied} than another copy had there");
        _tables[(meta.Applied, meta.Chain)] = state.Hash;
        if (!IsForced)
            ComparePrefixes(slot, all);
    }

    /// <summary>Everything is healed: all promises must hold.</summary>
    public void CheckAll(IReadOnlyList<Slot> slots)
    {
        var state = slots[0].Disk.Committed;
        foreach (var slot in slots)
        {
            var other = slot.Disk.Committed;
            if (other.Meta.Applied != state.Meta.Applied || other.Meta.Chain != state.Meta.Chain || other.Hash != state.Hash)
                throw new ViolationException("copies-differ", $"w{slots[0].Number} is at {state.Meta.Applied}, w{slot.Number} at {other.Meta.Applied}, or with other rows");
        }

        var end = state.Meta.Applied;
        CheckEffects(end);
        foreach (var request in _order)
            CheckAnswer(request, end);
        foreach (var (lsn, chain) in _read)
        {
            if (lsn > end || (_history.TryGetValue(lsn, out var entry) && entry.Hash != chain))
                throw new ViolationException("read-vanished", $"a read showed record {lsn} of a history that is not the one of all");
        }
    }

    private void Applied(Slot slot, Lsn lsn, LogRecord record, Answer? answer, IEnumerable<Slot> all)
    {
        var decided = answer is not null && answer.Lsn == lsn ? answer.Code : (AnswerCode?)null;
        var entry = new HistoryEntry(record.Hash, record, decided);
        if (_history.TryGetValue(lsn, out var known) && known.Hash == entry.Hash && known.Code != entry.Code)
        {
            // Whoever gets over a record before it reads that the record is skipped sets its copy aside then.
            if (known.Code == AnswerCode.Poison)
                return;
            if (!IsForced && entry.Code != AnswerCode.Poison
                && all.Any(other => other != slot && other.Disk.Committed.Meta.Applied >= lsn && other.Disk.Committed.Records.Find(lsn)?.Hash == entry.Hash))
            {
                throw new ViolationException("effects-differ", $"record {lsn} ({record.Request}) was {known.Code} on another copy and is {entry.Code} on w{slot.Number}");
            }
        }

        if (record.Kind == RecordKind.Restore && decided == AnswerCode.Ok)
            tally.Add("restores");
        if (record.Kind == RecordKind.Import && decided is not null)
            tally.Add(decided == AnswerCode.Ok ? "imports" : "imports refused");
        _history[lsn] = entry;
    }

    private static void ComparePrefixes(Slot slot, IEnumerable<Slot> all)
    {
        var mine = slot.Disk.Committed;
        foreach (var other in all)
        {
            var theirs = other.Disk.Committed;
            var common = theirs.Meta.Applied < mine.Meta.Applied ? theirs.Meta.Applied : mine.Meta.Applied;
            if (other == slot || common == Lsn.None)
                continue;
            var one = common == mine.Meta.Applied ? mine.Meta.Chain : mine.Records.Find(common)?.Hash;
            var two = common == theirs.Meta.Applied ? theirs.Meta.Chain : theirs.Records.Find(common)?.Hash;
            if (one is not null && two is not null && one != two)
                throw new ViolationException("diverged", $"w{slot.Number} and w{other.Number} hold different records at {common}");
        }
    }

    private void CheckEffects(Lsn end)
    {
        var effects = new Dictionary<RequestId, Lsn>();
        for (var lsn = new Lsn(1); lsn <= end; lsn = lsn.Next)
        {
            if (!_history.TryGetValue(lsn, out var entry) || entry.Code != AnswerCode.Ok)
                continue;
            if (!effects.TryAdd(entry.Record.Request, lsn))
                throw new ViolationException("applied-twice", $"{entry.Record.Request} took effect at {effects[entry.Record.Request]} and at {lsn}");
            if (lsn > new Lsn(1) && entry.Record.Request.Value.StartsWith("schema:", StringComparison.Ordinal))
                throw new ViolationException("schema-applied", $"a schema script took effect at {lsn}, in a database with data");
        }
    }

    private void CheckAnswer(Request request, Lsn end)
    {
        if (request.Answer is not { } answer || request.MayBeLost)
            return;
        var id = request.Intent.Request;
        var entry = answer.Lsn <= end ? _history.GetValueOrDefault(answer.Lsn) : null;
        if (entry is null || entry.Record.Request != id)
            throw new ViolationException(answer.IsOk ? "lost" : "refused-without-record", $"{id} was told {Words(answer)}, and that record is {entry?.Record.ToString() ?? "not there"}");
        if (entry.Code != answer.Code)
            throw new ViolationException("told-otherwise", $"{id} was told {Words(answer)}, and the copies hold {entry.Code}");
    }

    private static bool IsSame(Answer one, Answer other) =>
        one.Code == other.Code && one.Lsn == other.Lsn && (one.Body.Length == 0 || other.Body.Length == 0 || one.Body.Span.SequenceEqual(other.Body.Span));

    private static string Words(Answer answer) => $"{answer.Code} at {answer.Lsn}";
}
