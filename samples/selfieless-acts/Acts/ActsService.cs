using SelfieLess.Acts.Categories;
using SelfieLess.Acts.Crashing;
using SelfieLess.Acts.Uploading;
using SelfieLess.Acts.UserChecks;
using SelfieLess.Service;
using SelfieLess.Store.Acts;
using SelfieLess.Store.Counting;

namespace SelfieLess.Acts;

/// <summary>Puts the Acts service together on a data folder and the address of a Users service.</summary>
internal sealed class ActsService : IDisposable
{
    private readonly FileActStore _store;
    private readonly SharedCounter _counter;
    private readonly UserDirectory _users;

    private ActsService(ServiceSettings settings)
    {
        _users = UserDirectory.FromEnvironment(settings);
        _store = new FileActStore(settings.DataFolder);
        _counter = new SharedCounter(Path.Combine(settings.DataFolder, "acts.count"));
    }

    public static IDisposable Map(WebApplication app, ServiceSettings settings)
    {
        var service = new ActsService(settings);
        Crash.Map(app);
        app.UseCounting(service._counter, "/api/v1/categories", "/api/v1/acts");
        new CategoryEndpoints(service._store).Map(app);
        new ListingEndpoints(service._store).Map(app);
        new ActEndpoints(service._store, service._users).Map(app);
        app.MapCount(service._counter);
        app.MapHealth(service._store.IsReachableAsync);
        app.MapRest();
        return service;
    }

    public void Dispose()
    {
        _store.Dispose();
        _counter.Dispose();
        _users.Dispose();
    }
}
