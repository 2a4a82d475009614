using Capstan.Database.Api.Requests;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Schemas;

/// <summary>
/// The schema as it was last read from a worker. It is read again after a change through this front, and when a request names something
/// that is not in it, which a change by somebody else explains.
/// </summary>
internal sealed class SchemaCache(DatabaseFront front, TimeProvider time) : IDisposable
{
    private static readonly ReadQuery Query = new() { Statements = [new SqlStatement { Sql = SchemaQuery.Sql }], MaxRows = 100_000 };

    // Guesses at names must not become as many reads.
    private static readonly TimeSpan LeastAge = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Entry? _entry;
    private long _changes;

    /// <summary>The statement that a request becomes under the schema; a second try under a newer one when a name is unknown.</summary>
    /// <param name="compile">Makes it; throws <see cref="UnknownNameException"/>.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="UnknownNameException">The name is unknown.</exception>
    /// <exception cref="SchemaUnreadException">No worker tells the schema.</exception>
    public async Task<T> CompileAsync<T>(Func<SchemaMap, T> compile, CancellationToken cancellationToken)
    {
        var entry = Volatile.Read(ref _entry);
        if (entry is null || entry.Changes != Interlocked.Read(ref _changes))
            return compile((await LoadAsync(entry, cancellationToken)).Map);
        try
        {
            return compile(entry.Map);
        }
        catch (UnknownNameException) when (time.GetElapsedTime(entry.Read) >= LeastAge)
        {
            return compile((await LoadAsync(entry, cancellationToken)).Map);
        }
    }

    /// <summary>The schema may have changed: it is read again before it is used.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<Entry> LoadAsync(Entry? stale, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have read it while this one waited.
            var changes = Interlocked.Read(ref _changes);
            if (_entry is { } entry && entry != stale && entry.Changes == changes)
                return entry;
            var floor = ReadFloor.OwnWrites(front.Positions, seen: null);
            var outcome = await front.ReadAsync(Query with { Level = floor.Level, MinLsn = floor.Lsn }, cancellationToken);
            if (outcome.Problem is { } problem)
                throw new SchemaUnreadException(problem);
            var read = new Entry(SchemaMap.Parse(outcome.Answer!.Body), changes, time.GetTimestamp());
            Volatile.Write(ref _entry, read);
            return read;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Entry(SchemaMap Map, long Changes, long Read);
}
