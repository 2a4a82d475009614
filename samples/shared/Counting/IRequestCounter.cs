namespace Samples.Shared.Counting;

/// <summary>The number of API requests of one microservice, over all its replicas.</summary>
public interface IRequestCounter : IAsyncDisposable
{
    /// <summary>Counts a request. The task ends, never with a fault, when it is counted or cannot be counted now.</summary>
    Task AddAsync();

    /// <summary>The number of requests to all replicas, which includes all that have been answered.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    ValueTask<long> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Begins again at 0.</summary>
    /// <exception cref="StoreException">The store cannot be used; nothing is forgotten.</exception>
    ValueTask ResetAsync(CancellationToken cancellationToken);
}
