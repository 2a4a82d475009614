using RideShare.Service;
using Samples.Shared;
using Samples.Shared.Counting;
using Samples.Shared.Database;
using Samples.Shared.Hosting;
using Samples.Shared.Users;

namespace RideShare.Users;

/// <summary>Puts the Users service together.</summary>
internal sealed class UsersService : IAsyncDisposable
{
    private readonly DatabaseLink _link;
    private readonly RequestCounter _counter;
    private readonly DatabaseUserStore _store;

    private UsersService(ServiceSettings settings)
    {
        _link = new DatabaseLink(settings.Database, settings.Clock);
        _store = new DatabaseUserStore(_link.NewSession());
        // A session of its own: a list of users need not wait for the copies to hold the latest count.
        _counter = new RequestCounter(new CountLedger(_link.NewSession(), "users"), settings.Clock);
    }

    public static Task<ServiceHost> StartAsync(ServiceSettings settings) => ServiceHost.StartAsync(settings.ToFrame(StatusWhileUnavailable), app =>
    {
        var service = new UsersService(settings);
        app.UseCounting(service._counter, settings.Clock, UserEndpoints.Path);
        new UserEndpoints(service._store).Map(app, HttpMethods.Put);
        app.MapClear(service._store.ClearAsync);
        app.MapCount(service._counter);
        // It says nothing of the database, whose loss no other replica of this program would cure.
        app.MapHealth(_ => new(true));
        app.MapRest();
        return service;
    });

    public async ValueTask DisposeAsync()
    {
        await _counter.DisposeAsync();
        _link.Dispose();
    }

    /// <summary>Adding a user has a status of its own in the contract.</summary>
    private static int StatusWhileUnavailable(HttpContext context) =>
        HttpMethods.IsPut(context.Request.Method) ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable;
}
