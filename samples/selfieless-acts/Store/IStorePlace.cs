using Samples.Shared;
using Samples.Shared.Counting;
using Samples.Shared.Users;
using SelfieLess.Store.Acts;

namespace SelfieLess.Store;

/// <summary>Where all replicas keep their data together. A program opens there what it needs, each at most once; it all ends with the place.</summary>
/// <remarks>What opens something throws <see cref="StoreException"/> when it is damaged.</remarks>
public interface IStorePlace : IAsyncDisposable
{
    IUserStore OpenUsers();

    IActStore OpenActs();

    /// <summary>Opens the number of requests to one of the services.</summary>
    IRequestCounter OpenCounter(string service);

    /// <summary>Whether reads and writes of what was opened can succeed now.</summary>
    ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken);
}
