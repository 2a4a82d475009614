using Samples.Shared.Counting;
using Samples.Shared.Database;
using Samples.Shared.Users;
using SelfieLess.Store.Acts;

namespace SelfieLess.Store;

/// <summary>A replicated database with the tables of <c>schema.sql</c>.</summary>
public sealed class DatabasePlace(DatabaseSettings settings, TimeProvider clock) : IStorePlace
{
    private readonly DatabaseLink _link = new(settings, clock);
    private RequestCounter? _counter;

    public IUserStore OpenUsers() => new DatabaseUserStore(_link.NewSession());

    public IActStore OpenActs() => new DatabaseActStore(_link.NewSession(), clock);

    // A session of its own: a list of acts need not wait for the copies to hold the latest count.
    public IRequestCounter OpenCounter(string service) => _counter = new RequestCounter(new CountLedger(_link.NewSession(), service), clock);

    public ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken) => _link.IsReachableAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_counter is not null)
        {
            await _counter.DisposeAsync();
        }

        _link.Dispose();
    }
}
