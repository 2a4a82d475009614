namespace Capstan.Bench.Databases;

/// <summary>Counts writes that load put into <c>entry</c>, to see afterwards that what was acknowledged is there, and once.</summary>
internal sealed class WrittenValues
{
    // Far more than a turn can write, so that no two turns write the same value.
    private const long Stride = 100_000_000;

    private long _turns;
    private long _acknowledged;
    private long _sent;

    /// <summary>Arguments of the script for the next turn.</summary>
    public IReadOnlyList<string> Next() => [$"{++_turns * Stride}"];

    /// <summary>Adds a turn.</summary>
    /// <param name="acknowledged">Writes that were acknowledged.</param>
    /// <param name="sent">Writes that may have been sent.</param>
    public void Add(long acknowledged, long sent) => (_acknowledged, _sent) = (_acknowledged + acknowledged, _sent + sent);

    /// <summary>Compares with what the database holds.</summary>
    /// <exception cref="BenchException">An acknowledged write is missing, or one is there twice.</exception>
    public async Task CheckAsync(DatabaseStack database, CancellationToken ending)
    {
        var rows = await database.Sql.NumberAsync("SELECT count(*) FROM entry", ending);
        var values = await database.Sql.NumberAsync("SELECT count(DISTINCT value) FROM entry", ending);
        if (rows < _acknowledged || rows > _sent || values != rows)
            throw new BenchException($"{_acknowledged} writes were acknowledged and at most {_sent} sent, and the database holds {rows} rows with {values} values");
    }
}
