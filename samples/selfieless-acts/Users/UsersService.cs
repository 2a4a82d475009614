using Samples.Shared;
using Samples.Shared.Counting;
using Samples.Shared.Hosting;
using Samples.Shared.Users;
using SelfieLess.Store;

namespace SelfieLess.Users;

/// <summary>Puts the Users service together.</summary>
internal static class UsersService
{
    public static Task<ServiceHost> StartAsync(ServiceSettings settings) => ServiceHost.StartAsync(settings.ToFrame(), app =>
    {
        IStorePlace place = settings.Store.Open();
        IRequestCounter counter = place.OpenCounter("users");
        app.UseCounting(counter, TimeProvider.System, UserEndpoints.Path);
        new UserEndpoints(place.OpenUsers()).Map(app, HttpMethods.Post);
        app.MapCount(counter);
        app.MapHealth(place.IsReachableAsync);
        app.MapRest();
        return place;
    });
}
