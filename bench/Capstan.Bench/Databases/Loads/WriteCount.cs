namespace Capstan.Bench.Databases.Loads;

/// <summary>Writes that were acknowledged and that may have been sent: what a database holds must lie between.</summary>
internal sealed class WriteCount
{
    private long _acknowledged;
    private long _sent;

    /// <summary>Adds a turn.</summary>
    /// <param name="acknowledged">Writes that were acknowledged.</param>
    /// <param name="others">Writes that may have been sent beyond them.</param>
    public void Add(long acknowledged, long others) => (_acknowledged, _sent) = (_acknowledged + acknowledged, _sent + acknowledged + others);

    /// <summary>Compares with what the database holds.</summary>
    /// <exception cref="BenchException">An acknowledged write is missing, or one is there twice.</exception>
    public void Check(string system, long found)
    {
        if (found < _acknowledged || found > _sent)
            throw new BenchException($"{system}: {_acknowledged} writes were acknowledged and at most {_sent} sent, and the database holds {found}");
    }
}
