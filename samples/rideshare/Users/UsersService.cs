using RideShare.Service;
using RideShare.Service.Counting;
using RideShare.Service.Database;
using RideShare.Service.Hosting;

namespace RideShare.Users;

/// <summary>Puts the Users service together.</summary>
internal sealed class UsersService : IAsyncDisposable
{
    private readonly DatabaseLink _link;
    private readonly RequestCounter _counter;
    private readonly UserStore _store;

    private UsersService(ServiceSettings settings)
    {
        _link = new DatabaseLink(settings.Database, settings.Clock);
        _store = new UserStore(new DatabaseSession(_link));
        // A session of its own: a list of users need not wait for the copies to hold the latest count.
        _counter = new RequestCounter(new CountLedger(new DatabaseSession(_link), "users"), settings.Clock);
    }

    public static Task<ServiceHost> StartAsync(ServiceSettings settings) => ServiceHost.StartAsync(settings, app =>
    {
        var service = new UsersService(settings);
        app.UseCounting(service._counter, settings.Clock, "/api/v1/users");
        new UserEndpoints(service._store).Map(app);
        app.MapClear(service._store.ClearAsync);
        app.MapCount(service._counter);
        app.MapHealth();
        app.MapRest();
        return service;
    });

    public async ValueTask DisposeAsync()
    {
        await _counter.DisposeAsync();
        _link.Dispose();
    }
}
