using Capstan.Client;
using Samples.Shared.Database;

namespace Samples.Shared.Counting;

/// <summary>
/// One replica's way to write into the number that all replicas of a service share. A batch carries a number of its own, and the
/// database takes each number of a replica once: a batch whose outcome is not known is sent again until it is, and counts once. That
/// costs the database one row for each start of a program, where a key for each batch would have to be remembered for a day.
/// Not for several callers at once.
/// </summary>
/// <param name="database">Where the number is.</param>
/// <param name="service">Whose number it is.</param>
public sealed class CountLedger(StoreSession database, string service)
{
    private const int Tries = 3;

    private readonly string _replica = Guid.NewGuid().ToString("N");
    private long _batch;
    private long? _open;

    /// <summary>Whether there is a batch whose outcome is not known.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>Adds what <paramref name="take"/> gives, after a batch that was left open, and returns the number as of then.</summary>
    /// <exception cref="StoreException">The batch is left open.</exception>
    public async Task<long> AddAsync(Func<long> take, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            await SendAsync(cancellationToken);
        }

        for (int i = 0; i < Tries; i++)
        {
            _batch++;
            _open = take();
            if (await SendAsync(cancellationToken) is { } number)
            {
                return number;
            }
        }

        throw new StoreException("the database says that it has counted what is new");
    }

    /// <summary>Sets the number to 0; the batches that were counted stay known.</summary>
    /// <exception cref="StoreException">The number may be 0 or not.</exception>
    public Task ResetAsync(CancellationToken cancellationToken) =>
        database.WriteRepeatableAsync(cancellationToken, new Statement("DELETE FROM counters WHERE service = ?", service));

    /// <summary>Sends the open batch. Gives the number, or null when the batch had been counted before.</summary>
    private async Task<long?> SendAsync(CancellationToken cancellationToken)
    {
        WriteOutcome outcome = await database.WriteRepeatableAsync(
            cancellationToken,
            new Statement(
                "INSERT INTO counted_batches (replica, batch) VALUES (?, ?) "
                + "ON CONFLICT (replica) DO UPDATE SET batch = excluded.batch WHERE excluded.batch > batch",
                _replica,
                _batch)
            {
                MustChange = true,
            },
            new Statement(
                "INSERT INTO counters (service, requests) VALUES (?, ?) "
                + "ON CONFLICT (service) DO UPDATE SET requests = requests + excluded.requests RETURNING requests",
                service,
                _open!.Value));
        _open = null;
        return outcome.IsDone ? outcome.Results[1].Number() : null;
    }
}
