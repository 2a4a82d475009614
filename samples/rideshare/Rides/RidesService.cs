using RideShare.Rides.Riding;
using RideShare.Service;
using Samples.Shared;
using Samples.Shared.Counting;
using Samples.Shared.Database;
using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;

namespace RideShare.Rides;

/// <summary>Puts the Rides service together.</summary>
internal sealed class RidesService : IAsyncDisposable
{
    private readonly DatabaseLink _link;
    private readonly RequestCounter _counter;
    private readonly RideStore _store;
    private readonly UserDirectory _users;

    private RidesService(ServiceSettings settings, RidesSettings rides)
    {
        _link = new DatabaseLink(settings.Database, settings.Clock);
        _store = new RideStore(_link.NewSession());
        // A session of its own: a list of rides need not wait for the copies to hold the latest count.
        _counter = new RequestCounter(new CountLedger(_link.NewSession(), "rides"), settings.Clock);
        _users = new UserDirectory(rides.Users, settings.Clock);
    }

    public static Task<ServiceHost> StartAsync(ServiceSettings settings, RidesSettings rides) =>
        ServiceHost.StartAsync(settings.ToFrame(_ => StatusCodes.Status503ServiceUnavailable), app =>
        {
            var service = new RidesService(settings, rides);
            app.UseCounting(service._counter, settings.Clock, "/api/v1/rides");
            var one = new RideEndpoints(service._store, service._users);
            var all = new ListingEndpoints(service._store, rides.Calendar);
            app.MapMethods("/api/v1/rides", ("GET", all.List), ("POST", one.Add));
            app.MapMethods("/api/v1/rides/count", ("GET", all.Count));
            app.MapMethods("/api/v1/rides/{rideId}", ("GET", one.Show), ("POST", one.Join), ("DELETE", one.Remove));
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
        _users.Dispose();
        _link.Dispose();
    }
}
