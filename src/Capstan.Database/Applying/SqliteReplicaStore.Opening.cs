using Capstan.Sqlite;

namespace Capstan.Database.Applying;

public sealed partial class SqliteReplicaStore
{
    /// <summary>Limits on operations; all are met alike on every worker.</summary>
    private static readonly Dictionary<SqliteLimit, int> Limits = new()
    {
        [SqliteLimit.Length] = 32 << 20,
        [SqliteLimit.SqlLength] = 1 << 20,
        [SqliteLimit.LikePatternLength] = 1000,
        [SqliteLimit.Attached] = 0,
        [SqliteLimit.WorkerThreads] = 0,
    };

    /// <summary>Opens the copy in a folder, or an empty one. A bad file is moved aside and reported.</summary>
    /// <exception cref="StoreFailedException">The folder cannot be used, or the copy is one of a newer program.</exception>
    public static StoreOpening Open(string folder, SqliteStoreOptions? options = null)
    {
        options ??= new SqliteStoreOptions();
        try
        {
            Directory.CreateDirectory(folder);
            StoreFolder.DropOrphans(folder);
            var file = StoreFolder.FileOf(folder);
            var fault = StoreFolder.HeaderFault(file);
            if (fault is null && TryOpen(file, options, out fault) is { } store)
                return new StoreOpening(store, null);
            var place = StoreFolder.Quarantine(folder, options.Time.GetUtcNow());
            var empty = TryOpen(file, options, out var again) ?? throw new StoreFailedException($"A new copy in {folder} is damaged at once: {again}.");
            return new StoreOpening(empty, $"The copy was damaged ({fault}) and was moved to {place}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"The folder {folder} cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>Opens an empty copy in memory, for a trial that is thrown away.</summary>
    public static SqliteReplicaStore OpenMemory()
    {
        var clock = new SqliteClock();
        var connection = SqliteConnection.OpenMemory(Native(clock));
        return Prepared(connection, clock, new SqliteStoreOptions(), out _)!;
    }

    private static SqliteReplicaStore? TryOpen(string file, SqliteStoreOptions options, out string? fault)
    {
        var clock = new SqliteClock();
        SqliteConnection? connection = null;
        SqliteReplicaStore? store = null;
        try
        {
            connection = SqliteConnection.Open(file, Native(clock));
            store = Prepared(connection, clock, options, out fault);
        }
        catch (SqliteException damage) when (StoreFaults.IsDamage(damage))
        {
            fault = damage.Message;
        }
        catch (InvalidDataException damage)
        {
            fault = damage.Message;
        }
        catch (SqliteException failure)
        {
            throw StoreFaults.Failed(failure);
        }
        finally
        {
            if (store is null)
            {
                connection?.Dispose();
                clock.Dispose();
            }
        }

        return store;
    }

    private static SqliteOpenOptions Native(SqliteClock clock) => new() { Clock = clock, Limits = Limits, BusyTimeout = TimeSpan.FromSeconds(2) };

    // No memory mapping: an I/O error in it would end the process by a signal. What undoes a record lies in memory while it is small and in
    // a temporary file then, which a worker has in its own folder: a restore of a large file over a large one must not fill the memory.
    private static SqliteReplicaStore? Prepared(SqliteConnection connection, SqliteClock clock, SqliteStoreOptions options, out string? fault)
    {
        var isNew = connection.QueryInt64("PRAGMA schema_version") == 0;
        // Before anything is written: what is set aside is left as it was found.
        fault = isNew ? null : StoreSchema.Fault(connection);
        if (fault is not null)
            return null;
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute($"PRAGMA synchronous = {(options.IsDurable ? "FULL" : "NORMAL")}");
        connection.Execute($"PRAGMA cache_size = -{options.CacheKilobytes}");
        connection.Execute("PRAGMA mmap_size = 0");
        connection.Execute("PRAGMA temp_store = FILE");
        if (isNew)
            StoreSchema.Create(connection);
        SqliteLocalTime.Refuse();
        return new SqliteReplicaStore(connection, clock, options);
    }
}
