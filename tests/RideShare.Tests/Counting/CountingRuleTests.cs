using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Counting;

/// <summary>Which requests count.</summary>
public sealed class CountingRuleTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private ServiceClient Users => _stack!.Users;

    private ServiceClient Rides => _stack!.Rides;

    public async ValueTask InitializeAsync()
    {
        _stack = await RideShareStack.StartAsync();
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("[2]"), await Users.GetAsync("/_count"));
        Assert.Equal(Answer.Done, await Users.DeleteAsync("/_count"));
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Users_RequestsOfAllKinds_CountsThoseToUsersAlone()
    {
        Assert.Equal(Answer.Ok("[0]"), await Users.GetAsync("/_count"));
        await Users.GetAsync("/users");
        await _stack!.AddAsync("u");
        await _stack.AddAsync("u");
        await Users.PutAsync("/users", "{");
        await Users.SendAsync("POST", "/users");
        await Users.GetAsync("/users/u");
        await Users.DeleteAsync("/users/u");
        await Users.GetAsync("/_health");
        await Users.PostAsync("/db/clear", "");
        await Users.GetAsync("/db/clear");
        await Users.PostAsync("/_count", "");
        await Users.GetAsync("/userss");
        Assert.Equal(Answer.Ok("[7]"), await Users.GetAsync("/_count"));
        Assert.Equal(Answer.Done, await Users.DeleteAsync("/_count"));
        Assert.Equal(Answer.Ok("[0]"), await Users.GetAsync("/_count"));
    }

    [Fact]
    public async Task Rides_RequestsOfAllKinds_CountsThoseToRidesAlone()
    {
        await _stack!.RideAsync();
        await Rides.PostAsync("/rides", "{}");
        await Rides.PostAsync("/rides", RideShareStack.Ride(creator: "\"nobody\""));
        await Rides.GetAsync("/rides?source=1&destination=2");
        await Rides.GetAsync("/rides?source=500&destination=812");
        await Rides.GetAsync("/rides/count");
        await Rides.SendAsync("PUT", "/rides");
        await Rides.SendAsync("PUT", "/rides/1");
        await Rides.PostAsync("/rides/1", """{"username": "bob"}""");
        await Rides.GetAsync("/rides/1");
        await Rides.DeleteAsync("/rides/1");
        await Rides.DeleteAsync("/rides/1");
        await Rides.GetAsync("/_health");
        await Rides.PostAsync("/db/clear", "");
        await Rides.GetAsync("/ridess");
        Assert.Equal(Answer.Ok("[12]"), await Rides.GetAsync("/_count"));
        Assert.Equal(Answer.Done, await Rides.DeleteAsync("/_count"));
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/_count"));
    }

    [Fact]
    public async Task Users_CountsOneQuestionForEachCreationAndJoin()
    {
        await _stack!.RideAsync();
        await _stack.RideAsync();
        await Rides.PostAsync("/rides/1", """{"username": "bob"}""");
        await Rides.GetAsync("/rides?source=1&destination=2");
        await Rides.GetAsync("/rides/1");
        await Rides.DeleteAsync("/rides/1");
        Assert.Equal(Answer.Ok("[3]"), await Users.GetAsync("/_count"));
    }

    [Fact]
    public async Task Clear_OfEither_LeavesBothCounters()
    {
        await _stack!.RideAsync();
        await Users.PostAsync("/db/clear", "");
        await Rides.PostAsync("/db/clear", "");
        Assert.Equal(Answer.Ok("[1]"), await Users.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("[1]"), await Rides.GetAsync("/_count"));
    }

    [Fact]
    public async Task Reset_OfOne_LeavesTheOther()
    {
        await _stack!.RideAsync();
        await Rides.DeleteAsync("/_count");
        Assert.Equal(Answer.Ok("[1]"), await Users.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/_count"));
    }

    [Fact]
    public async Task Counting_CostsNoReadOfTheDatabase()
    {
        int before = _stack!.Database.Reads;
        await Users.SendAsync("POST", "/users");
        await Rides.SendAsync("PUT", "/rides");
        await Users.GetAsync("/_count");
        await Rides.GetAsync("/_count");
        await Rides.DeleteAsync("/_count");
        Assert.Equal(before, _stack.Database.Reads);
    }
}
