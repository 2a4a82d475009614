using System.Net;
using System.Security.Cryptography;
using Capstan.Core.Access;
using Capstan.Core.Stacks;
using Capstan.Database.Api;
using Capstan.Database.Api.Access;
using Microsoft.Extensions.Logging.Abstractions;
using RideShare.Rides;
using RideShare.Service;
using RideShare.Tests.Running;
using RideShare.Users;
using Samples.Shared.Database;
using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;
using Samples.Testing;

namespace RideShare.Tests.Database;

/// <summary>The programs and the database's own API understand each other: each kind of request and answer once.</summary>
public sealed class RealApiTests : IAsyncLifetime
{
    private static readonly AccessTokens Tokens = new(Token('r'), Token('w'), Token('a'));

    private readonly SqlQueues _queues = new();
    private readonly List<IAsyncDisposable> _running = [];
    private ServiceClient? _users;
    private ServiceClient? _rides;

    public async ValueTask InitializeAsync()
    {
        DatabaseApi api = await DatabaseApi.StartAsync(Parts(isOpen: true), TestContext.Current.CancellationToken);
        _running.Add(api);
        ServiceSettings settings = Settings(new DatabaseSettings(new Uri(api.Address)));
        ServiceHost users = await UsersService.StartAsync(settings);
        ServiceHost rides = await RidesService.StartAsync(settings, new RidesSettings(new UsersAddress(users.Address, "http://rides.example"), TimeProvider.System));
        _running.AddRange([users, rides]);
        (_users, _rides) = (new ServiceClient(users.Address), new ServiceClient(rides.Address));
    }

    public async ValueTask DisposeAsync()
    {
        _users?.Dispose();
        _rides?.Dispose();
        foreach (IAsyncDisposable one in Enumerable.Reverse(_running))
        {
            await one.DisposeAsync();
        }

        _queues.Dispose();
    }

    [Fact]
    public async Task Users_EveryRequest_IsAnsweredAsTheContractSays()
    {
        Assert.Equal(Answer.NothingThere, await _users!.GetAsync("/users"));
        Assert.Equal(Answer.Created, await _users.PutAsync("/users", RideShareStack.User("u'")));
        Assert.Equal(Answer.Refused, await _users.PutAsync("/users", RideShareStack.User("u'")));
        Assert.Equal(Answer.Ok("""["u'"]"""), await _users.GetAsync("/users"));
        Assert.Equal(Answer.Done, await _users.DeleteAsync("/users/u'"));
        Assert.Equal(Answer.Refused, await _users.DeleteAsync("/users/u'"));
        Assert.Equal(Answer.Done, await _users.PostAsync("/db/clear", ""));
        Assert.Equal(Answer.Ok("[6]"), await _users.GetAsync("/_count"));
        Assert.Equal(Answer.Done, await _users.DeleteAsync("/_count"));
        Assert.Equal(Answer.Ok("[0]"), await _users.GetAsync("/_count"));
    }

    [Fact]
    public async Task Rides_EveryRequest_IsAnsweredAsTheContractSays()
    {
        await _users!.PutAsync("/users", RideShareStack.User("ann"));
        await _users.PutAsync("/users", RideShareStack.User("bob"));
        Assert.Equal(Answer.NothingThere, await _rides!.GetAsync("/rides?source=1&destination=2"));
        Assert.Equal(Answer.Created, await _rides.PostAsync("/rides", RideShareStack.Ride(timestamp: "\"31-12-9999:00-00-00\"")));
        Assert.Equal(
            Answer.Ok("""[{"rideId":1,"username":"ann","timestamp":"31-12-9999:00-00-00"}]"""),
            await _rides.GetAsync("/rides?source=1&destination=2"));
        Assert.Equal(Answer.Done, await _rides.PostAsync("/rides/1", """{"username": "bob"}"""));
        Assert.Equal(Answer.NothingThere, await _rides.PostAsync("/rides/2", """{"username": "bob"}"""));
        Assert.Equal(
            Answer.Ok("""{"rideId":1,"created_by":"ann","users":["bob"],"timestamp":"31-12-9999:00-00-00","source":"1","destination":"2"}"""),
            await _rides.GetAsync("/rides/1"));
        Assert.Equal(Answer.Ok("[1]"), await _rides.GetAsync("/rides/count"));
        Assert.Equal(Answer.Done, await _rides.DeleteAsync("/rides/1"));
        Assert.Equal(Answer.Refused, await _rides.DeleteAsync("/rides/1"));
        Assert.Equal(Answer.Done, await _rides.PostAsync("/db/clear", ""));
        Assert.Equal(Answer.Ok("[9]"), await _rides.GetAsync("/_count"));
    }

    [Fact]
    public async Task Add_NameBeyondWhatTheDatabaseTakes_Is413()
    {
        Assert.Equal(Answer.Created, await _users!.PutAsync("/users", RideShareStack.User(new string('n', 900_000))));
        Assert.Equal(new Answer(413, "{}"), await _users.PutAsync("/users", RideShareStack.User(new string('n', 1_100_000))));
        Assert.Equal(new Answer(413, "{}"), await _users.PutAsync("/users", RideShareStack.User(new string('n', 17_000_000))));
    }

    [Fact]
    public async Task Add_WithTheWriteTokenOrWithoutAny_IsCreatedOr500()
    {
        await using DatabaseApi guarded = await DatabaseApi.StartAsync(Parts(isOpen: false), TestContext.Current.CancellationToken);
        Assert.Equal(Answer.Created, await AddAsync(guarded, Tokens.Write.Text));
        Assert.Equal(new Answer(500, "{}"), await AddAsync(guarded, null));
    }

    private static async Task<Answer> AddAsync(DatabaseApi api, string? token)
    {
        await using ServiceHost users = await UsersService.StartAsync(Settings(new DatabaseSettings(new Uri(api.Address), token)));
        using var client = new ServiceClient(users.Address);
        return await client.PutAsync("/users", RideShareStack.User("u"));
    }

    private static ServiceSettings Settings(DatabaseSettings database) => new(new IPEndPoint(IPAddress.Loopback, 0), database, TimeProvider.System);

    private static BearerToken Token(char c) => BearerToken.Of(Enumerable.Repeat((byte)c, BearerToken.Size).ToArray());

    private DatabaseApiParts Parts(bool isOpen)
    {
        var none = new NoOperators();
        return new DatabaseApiParts
        {
            Spec = new DatabaseSpec { Name = "main", Listen = new HostPort("127.0.0.1", 0), IsOpen = isOpen },
            Queues = _queues,
            Snapshots = none,
            Reading = () => throw new NotSupportedException(),
            Workers = none,
            Backups = none,
            Archive = none,
            FileCheck = none,
            Tokens = isOpen ? null : Tokens,
            TemporaryFolder = Path.GetTempPath(),
            Time = TimeProvider.System,
            Chance = RandomNumberGenerator.Fill,
            Loggers = NullLoggerFactory.Instance,
        };
    }
}
