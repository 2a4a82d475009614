namespace Capstan.Bench.Databases.Loss;

/// <summary>Looks whether the values that a stream of writes put into <c>entry</c> are there, and once.</summary>
internal static class WrittenValues
{
    /// <summary>Compares with what the database holds.</summary>
    /// <exception cref="BenchException">An acknowledged write is missing, or one is there twice.</exception>
    public static async Task CheckAsync(DatabaseStack database, WriteStream writes, CancellationToken ending)
    {
        var rows = await database.Sql.NumberAsync("SELECT count(*) FROM entry", "linear", ending);
        var values = await database.Sql.NumberAsync("SELECT count(DISTINCT value) FROM entry", "linear", ending);
        var acknowledged = writes.Sent - writes.Failed;
        if (rows < acknowledged || rows > writes.Sent || values != rows)
            throw new BenchException($"{acknowledged} writes were acknowledged and {writes.Sent} sent, and the database holds {rows} rows with {values} values");
    }
}
