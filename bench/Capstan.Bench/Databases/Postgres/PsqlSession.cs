using System.Diagnostics;

namespace Capstan.Bench.Databases.Postgres;

/// <summary>One connection, through <c>psql</c>: a statement goes in as a line, and its result, one value, comes out as a line.</summary>
internal sealed class PsqlSession : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Process _psql;

    /// <summary>Connects.</summary>
    /// <param name="address">Arguments that name server, user and database.</param>
    public PsqlSession(IEnumerable<string> address)
    {
        _psql = new Process
        {
            StartInfo = new ProcessStartInfo(PostgresUser.Program("psql"), ["-qtAX", "-v", "ON_ERROR_STOP=1", .. address])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        _psql.Start();
    }

    /// <summary>Runs a statement that gives one value.</summary>
    /// <exception cref="BenchException">It gave none.</exception>
    public async Task<string> ValueAsync(string sql, CancellationToken ending)
    {
        await _psql.StandardInput.WriteLineAsync($"{sql};".AsMemory(), ending);
        await _psql.StandardInput.FlushAsync(ending);
        return await _psql.StandardOutput.ReadLineAsync(ending).AsTask().WaitAsync(Limit, ending) ?? throw new BenchException($"psql ended at: {sql}");
    }

    public async ValueTask DisposeAsync()
    {
        _psql.StandardInput.Close();
        try
        {
            await _psql.WaitForExitAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _psql.Kill();
        }

        _psql.Dispose();
    }
}
