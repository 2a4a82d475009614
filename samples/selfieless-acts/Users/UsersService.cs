using SelfieLess.Service;
using SelfieLess.Store.Counting;
using SelfieLess.Store.Users;

namespace SelfieLess.Users;

/// <summary>Puts the Users service together on a data folder.</summary>
internal sealed class UsersService : IDisposable
{
    private readonly FileUserStore _store;
    private readonly SharedCounter _counter;

    private UsersService(string folder)
    {
        _store = new FileUserStore(folder);
        _counter = new SharedCounter(Path.Combine(folder, "users.count"));
    }

    public static IDisposable Map(WebApplication app, ServiceSettings settings)
    {
        var service = new UsersService(settings.DataFolder);
        app.UseCounting(service._counter, "/api/v1/users");
        new UserEndpoints(service._store).Map(app);
        app.MapCount(service._counter);
        app.MapHealth(service._store.IsReachableAsync);
        app.MapRest();
        return service;
    }

    public void Dispose()
    {
        _store.Dispose();
        _counter.Dispose();
    }
}
