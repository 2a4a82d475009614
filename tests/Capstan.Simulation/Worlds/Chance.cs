namespace Capstan.Simulation.Worlds;

/// <summary>All chance of one world: the same seed gives the same choices.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public bool Percent(int percent) => _random.Next(100) < percent;

    public long Long() => _random.NextInt64();

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public T? OneOf<T>(IReadOnlyList<T> items)
        where T : class => items.Count == 0 ? null : items[_random.Next(items.Count)];

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
