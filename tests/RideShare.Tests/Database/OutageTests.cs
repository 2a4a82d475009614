using RideShare.Tests.Running;
using Samples.Shared.Database;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Database;

/// <summary>What clients are told while the database cannot be used.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private DatabaseTwin Database => _stack!.Database;

    public async ValueTask InitializeAsync()
    {
        _stack = await RideShareStack.StartAsync(deadline: TimeSpan.FromSeconds(2));
        await _stack.RideAsync();
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Users_DatabaseAway_Are500ForAddingAnd503ForTheRest()
    {
        Database.IsAway = true;
        await AssertAsync(
            (new Answer(500, "{}"), _stack!.AddAsync("u")),
            (Answer.Unavailable, _stack.Users.GetAsync("/users")),
            (Answer.Unavailable, _stack.Users.DeleteAsync("/users/ann")),
            (Answer.Unavailable, _stack.Users.PostAsync("/db/clear", "")),
            (Answer.Refused, _stack.Users.PutAsync("/users", "{}")));
        Database.IsAway = false;
        Assert.Equal(Answer.Ok("""["ann","bob"]"""), await _stack.Users.GetAsync("/users"));
    }

    [Fact]
    public async Task Rides_DatabaseAway_Are503AndStoreNothing()
    {
        Database.IsAway = true;
        await AssertAsync(
            (Answer.Unavailable, _stack!.Rides.PostAsync("/rides", RideShareStack.Ride())),
            (Answer.Unavailable, _stack.Rides.PostAsync("/rides/1", """{"username": "bob"}""")),
            (Answer.Unavailable, _stack.Rides.GetAsync("/rides?source=1&destination=2")),
            (Answer.Unavailable, _stack.Rides.GetAsync("/rides/1")),
            (Answer.Unavailable, _stack.Rides.GetAsync("/rides/count")),
            (Answer.Unavailable, _stack.Rides.DeleteAsync("/rides/1")),
            (Answer.Unavailable, _stack.Rides.PostAsync("/db/clear", "")),
            (Answer.Refused, _stack.Rides.GetAsync("/rides?source=0&destination=2")),
            (Answer.WrongMethod, _stack.Rides.SendAsync("PUT", "/rides")));
        Database.IsAway = false;
        Assert.Equal(Answer.Ok("[1]"), await _stack.Rides.GetAsync("/rides/count"));
        Assert.Contains("\"users\":[]", (await _stack.Rides.GetAsync("/rides/1")).Body);
    }

    [Fact]
    public async Task Create_WriteFailsSomeTimes_IsCreatedOnce()
    {
        Database.FailOnce("INSERT INTO rides", TwinFault.Unavailable);
        Database.FailOnce("INSERT INTO rides", TwinFault.Break);
        Database.FailOnce("INSERT INTO rides", TwinFault.LoseAnswer);
        Assert.Equal(Answer.Created, await _stack!.Rides.PostAsync("/rides", RideShareStack.Ride()));
        Assert.Equal(Answer.Ok("[2]"), await _stack.Rides.GetAsync("/rides/count"));
    }

    [Theory]
    [InlineData(401, 500)]
    [InlineData(400, 500)]
    [InlineData(413, 413)]
    [InlineData(429, 503)]
    [InlineData(504, 503)]
    public async Task Database_RefusesEverything_IsAnsweredWith(int answer, int status)
    {
        Database.Always = answer;
        await AssertAsync(
            (new Answer(status, "{}"), _stack!.Users.GetAsync("/users")),
            (new Answer(status, "{}"), _stack.Users.DeleteAsync("/users/ann")));
        Database.Always = 0;
    }

    [Fact]
    public async Task Requests_WithAToken_CarryIt()
    {
        _stack!.Settings = _stack.Settings with { Database = new DatabaseSettings(Database.Address, "secret") };
        ServiceClient second = await _stack.AddUsersAsync();
        int before = Database.Requests.Count;
        await second.GetAsync("/users");
        Assert.All(Database.Requests.Skip(before), request => Assert.Equal("Bearer secret", request.Authorization));
        Assert.All(Database.Requests.Take(before), request => Assert.Null(request.Authorization));
    }

    /// <summary>Calls that were made at once, since each lasts as long as the programs try.</summary>
    private static async Task AssertAsync(params (Answer Expected, Task<Answer> Call)[] calls)
    {
        Answer[] answers = await Task.WhenAll(calls.Select(one => one.Call));
        Assert.Equal(calls.Select(one => one.Expected), answers);
    }
}
