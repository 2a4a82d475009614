using System.Globalization;

namespace Capstan.Simulation.Ledgers;

/// <summary>How often each kind of event occurred, so that coverage can be seen.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long this[string name] => _counts.GetValueOrDefault(name);

    public void Add(string name, long count = 1) => _counts[name] = _counts.GetValueOrDefault(name) + count;

    public void Add(Tally other)
    {
        foreach (var (name, count) in other._counts)
            Add(name, count);
    }

    public override string ToString() =>
        string.Join(Environment.NewLine, _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"  {count.Key,-28}{count.Value,12:N0}")));
}
