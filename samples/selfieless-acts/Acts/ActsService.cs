using Samples.Shared;
using Samples.Shared.Counting;
using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;
using SelfieLess.Acts.Categories;
using SelfieLess.Acts.Crashing;
using SelfieLess.Acts.Uploading;
using SelfieLess.Store;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts;

/// <summary>Puts the Acts service together on a store and the address of a Users service.</summary>
internal sealed class ActsService : IAsyncDisposable
{
    private readonly IStorePlace _place;
    private readonly UserDirectory _users;

    private ActsService(ServiceSettings settings, UsersAddress users)
    {
        _place = settings.Store.Open();
        _users = new UserDirectory(users, TimeProvider.System);
    }

    public static Task<ServiceHost> StartAsync(ServiceSettings settings, UsersAddress users) => ServiceHost.StartAsync(settings.ToFrame(), app =>
    {
        var service = new ActsService(settings, users);
        service.Map(app);
        return service;
    });

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _users.Dispose();
    }

    private void Map(WebApplication app)
    {
        Crash.Map(app);
        IRequestCounter counter = _place.OpenCounter("acts");
        app.UseCounting(counter, TimeProvider.System, "/api/v1/categories", "/api/v1/acts");
        IActStore store = _place.OpenActs();
        new CategoryEndpoints(store).Map(app);
        new ListingEndpoints(store).Map(app);
        new ActEndpoints(store, _users).Map(app);
        app.MapCount(counter);
        app.MapHealth(_place.IsReachableAsync);
        app.MapRest();
    }
}
