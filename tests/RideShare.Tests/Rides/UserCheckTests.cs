using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Rides;

/// <summary>What Rides asks the Users service, seen on the wire, and what it makes of the answers.</summary>
public sealed class UserCheckTests
{
    [Fact]
    public async Task CreateAndJoin_WellFormed_SendOnePlainRequestEachWithOrigin()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["bob","ann"]"""));
        await using RideShareStack stack = await RideShareStack.StartAsync(usersUrl: users.Url);
        Assert.Equal(Answer.Created, await stack.Rides.PostAsync("/rides", RideShareStack.Ride()));
        AssertPlain(users, Assert.Single(users.Requests));
        Assert.Equal(Answer.Done, await stack.Rides.PostAsync("/rides/1", """{"username": "bob"}"""));
        Assert.Equal(2, users.Requests.Count);
        AssertPlain(users, users.Requests[1]);
    }

    [Fact]
    public async Task Join_NoSuchRide_AsksOnce()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["bob"]"""));
        await using RideShareStack stack = await RideShareStack.StartAsync(usersUrl: users.Url);
        Assert.Equal(Answer.NothingThere, await stack.Rides.PostAsync("/rides/99", """{"username": "bob"}"""));
        Assert.Single(users.Requests);
    }

    [Fact]
    public async Task EverythingElse_AsksNothing()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["ann"]"""));
        await using RideShareStack stack = await RideShareStack.StartAsync(usersUrl: users.Url);
        (string Method, string Path, string Body)[] others =
        [
            ("POST", "/rides", RideShareStack.Ride(source: "\"500\"")), ("POST", "/rides", "{}"), ("PUT", "/rides", RideShareStack.Ride()),
            ("GET", "/rides?source=1&destination=2", ""), ("GET", "/rides/count", ""), ("GET", "/rides/1", ""), ("DELETE", "/rides/1", ""),
            ("POST", "/rides/1", "{}"), ("POST", "/db/clear", ""), ("GET", "/_count", ""), ("GET", "/_health", ""),
        ];
        foreach ((string method, string path, string body) in others)
        {
            await stack.Rides.SendAsync(method, path, body);
        }

        Assert.Empty(users.Requests);
    }

    [Theory]
    [InlineData("[\"anna\", \"joann\", \"Ann\", \" ann\"]")]
    [InlineData("[]")]
    public async Task Create_NameOnlyResemblesOne_IsRefused(string list) => await AssertCreateAsync(UsersRecorder.List(list), Answer.Refused);

    [Fact]
    public async Task Create_NoUsersAtAll_IsRefused() => await AssertCreateAsync("HTTP/1.1 204 No Content\r\n\r\n", Answer.Refused);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[\"ann\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"ann\": \"ann\"} ")]
    public async Task Create_UsersGiveNoUsableAnswer_Is503AndStoresNothing(string answer) => await AssertCreateAsync(answer, Answer.Unavailable);

    [Fact]
    public async Task Join_UsersGiveNoUsableAnswer_Is503AndStoresNothing()
    {
        await using var users = new UsersRecorder("");
        await using RideShareStack stack = await RideShareStack.StartAsync(usersUrl: users.Url);
        Assert.Equal(Answer.Unavailable, await stack.Rides.PostAsync("/rides/1", """{"username": "bob"}"""));
        Assert.Single(users.Requests);
        Assert.Equal("[[0]]", stack.Database.Ask("SELECT count(*) FROM riders"));
    }

    [Fact]
    public async Task Create_UserRemovedSince_IsRefused()
    {
        await using RideShareStack stack = await RideShareStack.StartAsync();
        Assert.Equal(Answer.Created, await stack.Rides.PostAsync("/rides", RideShareStack.Ride()));
        await stack.Users.DeleteAsync("/users/ann");
        Assert.Equal(Answer.Refused, await stack.Rides.PostAsync("/rides", RideShareStack.Ride()));
    }

    private static void AssertPlain(UsersRecorder users, string request)
    {
        Assert.StartsWith("GET /api/v1/users HTTP/1.1\r\n", request);
        Assert.Contains("\r\nOrigin: http://rides.example\r\n", request);
        Assert.Contains($"\r\nHost: {users.Url["http://".Length..]}\r\n", request);
    }

    private static async Task AssertCreateAsync(string usersAnswer, Answer expected)
    {
        await using var users = new UsersRecorder(usersAnswer);
        await using RideShareStack stack = await RideShareStack.StartAsync(usersUrl: users.Url);
        Assert.Equal(expected, await stack.Rides.PostAsync("/rides", RideShareStack.Ride()));
        Assert.Single(users.Requests);
        Assert.Equal("[[0]]", stack.Database.Ask("SELECT count(*) FROM rides"));
    }
}
