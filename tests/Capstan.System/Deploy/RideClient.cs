using System.Net;

namespace Capstan.SystemTests.Deploy;

/// <summary>Uses RideShare as its clients do, and knows what it has to answer.</summary>
/// <param name="stack">The stack, which nobody else uses.</param>
internal sealed class RideClient(ServiceStack stack)
{
    private const string First = "31-12-2099:45-23-03";
    private const string Second = "31-12-2099:46-23-03";
    private const string Between = "/api/v1/rides?source=1&destination=2";

    private readonly List<string> _users = [];

    /// <summary>Adds a user, whom nobody can add again.</summary>
    public async Task AddAsync(string user)
    {
        var body = $$"""{"username":"{{user}}","password":"3d725109c7e7c0bfb9d709836735b56d943d263f"}""";
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Put, "/api/v1/users", body));
        Assert.Equal(HttpStatusCode.BadRequest, (await stack.SendAsync(HttpMethod.Put, "/api/v1/users", body)).Status);
        _users.Add(user);
    }

    /// <summary>Two users, a ride of each, and one of them joins the other.</summary>
    public async Task OfferAsync()
    {
        await AddAsync("ann");
        await AddAsync("bob");
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/rides", Ride("ann", First)));
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/rides", Ride("bob", Second)));
        Assert.Equal((HttpStatusCode.OK, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/rides/1", """{"username":"bob"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, (await stack.SendAsync(HttpMethod.Post, "/api/v1/rides", Ride("eve", First))).Status);
    }

    /// <summary>Lists the rides: both are there. It costs one read.</summary>
    public async Task ListAsync() => Assert.Equal(
        (HttpStatusCode.OK, $$"""[{"rideId":1,"username":"ann","timestamp":"{{First}}"},{"rideId":2,"username":"bob","timestamp":"{{Second}}"}]"""),
        await stack.SendAsync(HttpMethod.Get, Between));

    /// <summary>Everything that was acknowledged is there.</summary>
    public async Task AssertWholeAsync()
    {
        Assert.Equal((HttpStatusCode.OK, $"[{string.Join(',', _users.Select(user => $"\"{user}\""))}]"), await stack.SendAsync(HttpMethod.Get, "/api/v1/users"));
        await ListAsync();
        Assert.Equal((HttpStatusCode.OK, "[2]"), await stack.SendAsync(HttpMethod.Get, "/api/v1/rides/count"));
        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"rideId":1,"created_by":"ann","users":["bob"],"timestamp":"{{First}}","source":"1","destination":"2"}"""),
            await stack.SendAsync(HttpMethod.Get, "/api/v1/rides/1"));
    }

    /// <summary>Nothing is there, and all of it can be used on.</summary>
    public async Task AssertEmptyAsync()
    {
        Assert.Equal((HttpStatusCode.NoContent, ""), await stack.SendAsync(HttpMethod.Get, "/api/v1/users"));
        Assert.Equal((HttpStatusCode.NoContent, ""), await stack.SendAsync(HttpMethod.Get, Between));
        Assert.Equal((HttpStatusCode.OK, "[0]"), await stack.SendAsync(HttpMethod.Get, "/api/v1/rides/count"));
        await AddAsync("ann");
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/rides", Ride("ann", First)));
    }

    private static string Ride(string user, string time) => $$"""{"created_by":"{{user}}","timestamp":"{{time}}","source":"1","destination":"2"}""";
}
