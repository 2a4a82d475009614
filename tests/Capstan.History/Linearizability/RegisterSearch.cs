namespace Capstan.History.Linearizability;

/// <summary>
/// The search for one register, after Wing and Gong with Lowe's refinements: walks through the calls' beginnings and ends in time,
/// keeps the set of all configurations that are possible, and places a call no sooner than some end demands it.
/// </summary>
internal sealed class RegisterSearch
{
    private const int MostOpen = 128;

    private readonly IReadOnlyList<Operation> _operations;
    private readonly Operation?[] _open = new Operation?[MostOpen];
    private readonly int _budget;
    private HashSet<Configuration> _possible = [new Configuration(0, 0)];
    private UInt128 _optional;
    private int _slots;
    private int _steps;

    public RegisterSearch(IReadOnlyList<Operation> operations, int budget) => (_operations, _budget) = (operations, budget);

    public LinearVerdict Run()
    {
        Dictionary<Operation, int> slots = new(ReferenceEqualityComparer.Instance);
        foreach (var (operation, isEnd) in Events())
        {
            if (!isEnd)
            {
                var free = Array.IndexOf(_open, null);
                if (free < 0)
                    return Undecided($"more than {MostOpen} calls are open at once");
                Begin(operation, free);
                slots[operation] = free;
                continue;
            }

            var before = _possible;
            if (!End(slots[operation]))
                return Undecided($"the search took more than {_budget} steps");
            if (_possible.Count == 0)
                return new LinearVerdict(false, true, Explain(operation, before));
        }

        return LinearVerdict.Yes;
    }

    /// <summary>Beginnings and ends in time; calls that touch are concurrent, so at one time beginnings come first.</summary>
    private IEnumerable<(Operation Operation, bool IsEnd)> Events()
    {
        var begins = _operations.Select(operation => (Operation: operation, IsEnd: false, At: operation.Start));
        var ends = _operations.Where(operation => !operation.MayNeverHappen).Select(operation => (Operation: operation, IsEnd: true, At: operation.End));
        return begins.Concat(ends).OrderBy(item => item.At).ThenBy(item => item.IsEnd).Select(item => (item.Operation, item.IsEnd));
    }

    private void Begin(Operation operation, int slot)
    {
        _open[slot] = operation;
        _slots = Math.Max(_slots, slot + 1);
        if (operation.MayNeverHappen)
            _optional |= Configuration.Bit(slot);
        if (operation.IsPure)
            _possible = [.. _possible.Select(Settle)];
    }

    /// <summary>Keeps the configurations in which the call has had its effect. False: too many steps.</summary>
    private bool End(int slot)
    {
        HashSet<Configuration> kept = [];
        HashSet<Configuration> seen = [.. _possible];
        Stack<Configuration> open = new(_possible);
        while (open.TryPop(out var configuration))
        {
            if (++_steps > _budget)
                return false;
            if (configuration.Has(slot))
            {
                kept.Add(configuration.Without(slot));
                continue;
            }

            foreach (var next in Successors(configuration))
            {
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        _open[slot] = null;
        _possible = Smallest(kept);
        return true;
    }

    private IEnumerable<Configuration> Successors(Configuration from)
    {
        for (var slot = 0; slot < _slots; slot++)
        {
            if (_open[slot] is { IsPure: false } operation && !from.Has(slot) && operation.Fits(from.Value))
                yield return Settle(from.With(slot, operation.After(from.Value)));
        }
    }

    /// <summary>Places every open call that changes nothing and fits now: to wait with it can gain nothing.</summary>
    private Configuration Settle(Configuration configuration)
    {
        for (var slot = 0; slot < _slots; slot++)
        {
            if (_open[slot] is { IsPure: true } operation && operation.Fits(configuration.Value))
                configuration = configuration.With(slot, configuration.Value);
        }

        return configuration;
    }

    /// <summary>
    /// Drops what another configuration makes superfluous: the same value, the same certain calls done, and fewer of the optional ones
    /// spent.
    /// </summary>
    private HashSet<Configuration> Smallest(HashSet<Configuration> all)
    {
        if (_optional == 0)
            return all;
        HashSet<Configuration> smallest = [];
        foreach (var group in all.GroupBy(item => (item.Value, item.Done & ~_optional)))
        {
            List<UInt128> spent = [];
            foreach (var candidate in group.Select(item => item.Done & _optional).OrderBy(UInt128.PopCount))
            {
                if (!spent.Exists(other => (other & ~candidate) == 0))
                    spent.Add(candidate);
            }

            smallest.UnionWith(spent.Select(done => new Configuration(group.Key.Value, group.Key.Item2 | done)));
        }

        return smallest;
    }

    private string Explain(Operation failed, HashSet<Configuration> before)
    {
        var values = string.Join(", ", before.Select(item => item.Value).Distinct().Order().Take(8));
        var around = _open.OfType<Operation>().Append(failed).Distinct().OrderBy(operation => operation.Start).Take(20).Select(operation => $"  {operation.Call}");
        return $"{failed.Call}\nfits nowhere: before it the value can only have been {values}; calls open with it:\n{string.Join('\n', around)}";
    }

    private static LinearVerdict Undecided(string reason) => new(false, false, reason);
}
