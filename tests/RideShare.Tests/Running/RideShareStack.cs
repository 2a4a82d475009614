using System.Net;
using RideShare.Rides;
using RideShare.Service;
using RideShare.Users;
using Samples.Shared.Database;
using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Running;

/// <summary>Users and Rides on one database, with the users <c>ann</c> and <c>bob</c>. Rides asks Users directly.</summary>
internal sealed class RideShareStack : IAsyncDisposable
{
    public const string Password = "0123456789abcdefABCDEF0123456789abcdef00";

    private readonly List<ServiceHost> _hosts = [];
    private readonly List<ServiceClient> _clients = [];

    private RideShareStack(DatabaseTwin database, TimeProvider clock, TimeSpan? deadline)
    {
        Database = database;
        var settings = new DatabaseSettings(database.Address);
        Settings = new ServiceSettings(new IPEndPoint(IPAddress.Loopback, 0), settings with { Deadline = deadline ?? settings.Deadline }, clock);
    }

    public DatabaseTwin Database { get; }

    public ServiceSettings Settings { get; set; }

    public TestCalendar Calendar { get; } = new();

    public ServiceClient Users => _clients[0];

    public ServiceClient Rides => _clients[1];

    /// <param name="clock">Measures the programs' deadlines.</param>
    /// <param name="usersUrl">Where Rides asks; this stack's Users by default.</param>
    /// <param name="deadline">How long the programs try to reach the database.</param>
    public static async Task<RideShareStack> StartAsync(TimeProvider? clock = null, string? usersUrl = null, TimeSpan? deadline = null)
    {
        var stack = new RideShareStack(await DatabaseTwin.StartAsync(), clock ?? TimeProvider.System, deadline);
        await stack.AddUsersAsync();
        await stack.AddRidesAsync(usersUrl);
        Assert.Equal(Answer.Created, await stack.AddAsync("ann"));
        Assert.Equal(Answer.Created, await stack.AddAsync("bob"));
        return stack;
    }

    public async Task<ServiceClient> AddUsersAsync() => Keep(await UsersService.StartAsync(Settings));

    public async Task<ServiceClient> AddRidesAsync(string? usersUrl = null)
    {
        Uri users = usersUrl is null ? _hosts[0].Address : new Uri(usersUrl);
        return Keep(await RidesService.StartAsync(Settings, new RidesSettings(new UsersAddress(users, "http://rides.example"), Calendar)));
    }

    /// <summary>Ends a replica in good order.</summary>
    public async Task StopAsync(ServiceClient replica) => await _hosts[_clients.IndexOf(replica)].DisposeAsync();

    public Task<Answer> AddAsync(string name) => Users.PutAsync("/users", User(name));

    /// <summary>Creates a ride and gives its number.</summary>
    public async Task<long> RideAsync(string timestamp = "\"10-10-2030:45-23-03\"")
    {
        Assert.Equal(Answer.Created, await Rides.PostAsync("/rides", Ride(timestamp: timestamp)));
        return long.Parse(Database.Ask("SELECT max(rideId) FROM rides").Trim('[', ']'));
    }

    public static string User(string name) =>
        $$"""{"username": {{System.Text.Json.JsonSerializer.Serialize(name)}}, "password": "{{Password}}"}""";

    /// <summary>A ride's body; each field can be given as JSON text, or left out with null.</summary>
    public static string Ride(
        string? creator = "\"ann\"",
        string? timestamp = "\"10-10-2030:45-23-03\"",
        string? source = "\"1\"",
        string? destination = "\"2\"")
    {
        (string Name, string? Value)[] fields =
            [("created_by", creator), ("timestamp", timestamp), ("source", source), ("destination", destination)];
        return "{" + string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"\"{field.Name}\": {field.Value}")) + "}";
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (ServiceHost host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private ServiceClient Keep(ServiceHost host)
    {
        _hosts.Add(host);
        _clients.Add(new ServiceClient(host.Address));
        return _clients[^1];
    }
}
