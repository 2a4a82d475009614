using Samples.Shared.Counting;
using Samples.Shared.Users;
using SelfieLess.Store.Acts;
using SelfieLess.Store.Counting;
using SelfieLess.Store.Users;

namespace SelfieLess.Store;

/// <summary>Journals and counters in a folder of one host.</summary>
public sealed class FolderPlace(string folder) : IStorePlace
{
    private FileUserStore? _users;
    private FileActStore? _acts;
    private SharedCounter? _counter;

    public IUserStore OpenUsers() => _users = new FileUserStore(folder);

    public IActStore OpenActs() => _acts = new FileActStore(folder);

    public IRequestCounter OpenCounter(string service) => _counter = new SharedCounter(Path.Combine(folder, $"{service}.count"));

    public ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken) =>
        new(_users is not { IsReachable: false } && _acts is not { IsReachable: false });

    public ValueTask DisposeAsync()
    {
        _users?.Dispose();
        _acts?.Dispose();
        _counter?.Dispose();
        return default;
    }
}
