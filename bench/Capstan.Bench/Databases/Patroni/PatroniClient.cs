using Npgsql;

namespace Capstan.Bench.Databases.Patroni;

/// <summary>
/// A client that knows all members: it writes to the one that is the primary, and when that fails it asks around, once for all writes
/// that wait, until another is. A write is repeated until it is acknowledged; its key keeps it from being there twice.
/// </summary>
internal sealed class PatroniClient : IAsyncDisposable
{
    // Many more would only wait for each other in the server.
    private const int Connections = 32;

    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<NpgsqlDataSource> _members;
    private Task<NpgsqlDataSource>? _primary;

    public PatroniClient(IEnumerable<int> ports) => _members = [.. ports.Select(port =>
        NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Timeout=1;Command Timeout=0;Maximum Pool Size={Connections};SSL Mode=Disable"))];

    /// <summary>Makes the table.</summary>
    public async Task CreateAsync(CancellationToken ending)
    {
        await using var command = (await PrimaryAsync(ending)).CreateCommand("CREATE TABLE entry (value bigint PRIMARY KEY)");
        await command.ExecuteNonQueryAsync(ending);
    }

    /// <summary>How many rows there are.</summary>
    public async Task<long> CountAsync(CancellationToken ending)
    {
        await using var command = (await PrimaryAsync(ending)).CreateCommand("SELECT count(*) FROM entry");
        return (long)(await command.ExecuteScalarAsync(ending))!;
    }

    /// <summary>Inserts a row; null when it was acknowledged, otherwise what came instead.</summary>
    public async Task<string?> TryInsertAsync(long value)
    {
        using var limit = new CancellationTokenSource(WriteLimit);
        var fault = "";
        while (!limit.IsCancellationRequested)
        {
            var primary = PrimaryAsync(limit.Token);
            try
            {
                await using var command = (await primary).CreateCommand("INSERT INTO entry (value) VALUES ($1) ON CONFLICT DO NOTHING");
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
                // Never cancelled: PostgreSQL takes a cancelled wait for the standby for a success.
                await command.ExecuteNonQueryAsync(CancellationToken.None);
                return null;
            }
            catch (Exception thrown) when (thrown is NpgsqlException or TimeoutException or OperationCanceledException or IOException)
            {
                fault = thrown.GetBaseException().Message;
                Forget(primary);
            }
        }

        return fault;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await member.DisposeAsync();
    }

    private Task<NpgsqlDataSource> PrimaryAsync(CancellationToken ending)
    {
        lock (_gate)
            return _primary ??= Task.Run(() => FindAsync(ending), ending);
    }

    private void Forget(Task<NpgsqlDataSource> primary)
    {
        lock (_gate)
        {
            if (_primary == primary)
                _primary = null;
        }
    }

    private async Task<NpgsqlDataSource> FindAsync(CancellationToken ending)
    {
        while (true)
        {
            foreach (var member in _members)
            {
                try
                {
                    await using var command = member.CreateCommand("SELECT pg_is_in_recovery()");
                    if (await command.ExecuteScalarAsync(ending) is false)
                        return member;
                }
                catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
                {
                    // Not this one, or not now.
                }
            }

            await Task.Delay(Pause, ending);
        }
    }
}
