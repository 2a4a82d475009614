using System.Collections.Concurrent;

namespace Capstan.SystemTests.Databases;

/// <summary>Read one cell that nobody writes again, each at its own level, one read after another.</summary>
internal sealed class CellReaders : IAsyncDisposable
{
    public const string Schema = "CREATE TABLE cells (id INTEGER PRIMARY KEY, text TEXT NOT NULL);";

    /// <summary>What is in the cell: in capitals there alone, since the kept record of the write has what was sent.</summary>
    public const string Cell = "A CELL THAT NOBODY WILL WRITE AGAIN";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<CellRead> _reads = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SqlClient _sql;
    private readonly Task _work;

    private CellReaders(int port, long position)
    {
        _sql = new SqlClient(port);
        _work = Task.WhenAll(Levels.Select(level => Task.Run(() => ReadAsync(level, position))));
    }

    /// <summary>What they read at, in order.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["any", "linear", "session"];

    /// <summary>Reads that were answered.</summary>
    public IReadOnlyList<CellRead> Reads => [.. _reads];

    /// <summary>Writes the cell.</summary>
    /// <returns>The position from which on it is there.</returns>
    public static async Task<long> WriteAsync(SqlClient sql)
    {
        var written = await sql.ExecuteAsync(null, new Sql("INSERT INTO cells (text) VALUES (upper(?))", Cell.ToLowerInvariant()));
        Assert.True(written.IsOk, written.ToString());
        return written.Position;
    }

    /// <summary>Begins to read.</summary>
    /// <param name="port">Of the database.</param>
    /// <param name="position">The session that every read of that level goes on with.</param>
    public static CellReaders Start(int port, long position) => new(port, position);

    /// <summary>Lets the reads under way end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _sql.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(string level, long position)
    {
        using var timer = new PeriodicTimer(Pace);
        while (!_stop.IsCancellationRequested)
        {
            var start = RegisterClient.Now;
            var answer = await _sql.QueryAsync(level, level == "session" ? position : 0, new Sql("SELECT text FROM cells"));
            if (answer.IsOk)
                _reads.Enqueue(new CellRead(level, start, answer));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
