using Capstan.Client;

namespace Samples.Shared.Database;

/// <summary>A program's connection to its database, of which stores open sessions. Tells the operator when the database goes and comes back.</summary>
public sealed class DatabaseLink : IDisposable
{
    private const int TooLarge = 413;

    /// <summary>A sound database says at once how it stands; who checks with less patience than this goes away by itself.</summary>
    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);

    private readonly DatabaseClient _client;
    private readonly TimeProvider _clock;
    private int _isAway;

    public DatabaseLink(DatabaseSettings settings, TimeProvider clock)
    {
        _clock = clock;
        _client = new DatabaseClient(settings.ToOptions(clock));
    }

    /// <summary>Reads and writes that see each other, and those of other sessions only as the settings say.</summary>
    public StoreSession NewSession() => new(this, _client.NewSession());

    /// <summary>Whether the database answers. It is asked how it stands, which is no read; that it elects a leader is no illness.</summary>
    public async ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(HealthPatience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _client.StatusAsync(either.Token);
            return true;
        }
        catch (Exception fault) when (fault is DatabaseException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Notes that it answered.</summary>
    internal void See()
    {
        if (Interlocked.Exchange(ref _isAway, 0) != 0)
        {
            Console.Error.WriteLine($"the database at {_client.Options.Address} answers again");
        }
    }

    /// <summary>Notes that it did not do what was asked, and says why to whoever asked.</summary>
    internal StoreException See(DatabaseException fault)
    {
        if (!fault.IsTransient)
        {
            See();
            return fault.Code == DatabaseErrors.TooLarge || fault.Status == TooLarge
                ? new StoreException(StoreFault.TooLarge, "the database takes no request of this size", fault)
                : new StoreException(StoreFault.Failed, $"the database refuses what it should do ({fault.Status} {fault.Code})", fault);
        }

        string message = $"the database at {_client.Options.Address} cannot be used: {fault.Message}";
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            Console.Error.WriteLine(message);
        }

        return new StoreException(StoreFault.Unavailable, message, fault);
    }
}
