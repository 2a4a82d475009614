using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Rides;

/// <summary>The rows of the contract of Rides, against the program itself.</summary>
public sealed class RidesContractTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private RideShareStack Stack => _stack!;

    private ServiceClient Rides => _stack!.Rides;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Create_WellFormed_IsListedWithTheListsKeys()
    {
        Assert.Equal(Answer.Created, await Rides.PostAsync("/rides", RideShareStack.Ride()));
        Assert.Equal(
            Answer.Ok("""[{"rideId":1,"username":"ann","timestamp":"10-10-2030:45-23-03"}]"""),
            await Rides.GetAsync("/rides?source=1&destination=2"));
    }

    [Fact]
    public async Task Show_FreshRide_HasTheDetailsKeysAndNoUsers()
    {
        long ride = await Stack.RideAsync();
        Assert.Equal(
            Answer.Ok("""{"rideId":1,"created_by":"ann","users":[],"timestamp":"10-10-2030:45-23-03","source":"1","destination":"2"}"""),
            await Rides.GetAsync($"/rides/{ride}"));
    }

    [Theory]
    [InlineData("\"1\"", "\"198\"")]
    [InlineData("1", "198")]
    [InlineData("\"01\"", "\"198\"")]
    public async Task Create_AreasAsStringsOrNumbers_AreAnsweredAsStrings(string source, string destination)
    {
        Assert.Equal(Answer.Created, await Rides.PostAsync("/rides", RideShareStack.Ride(source: source, destination: destination)));
        Assert.EndsWith("\"source\":\"1\",\"destination\":\"198\"}", (await Rides.GetAsync("/rides/1")).Body);
        Assert.Equal(200, (await Rides.GetAsync("/rides?source=1&destination=198")).Status);
    }

    [Fact]
    public async Task Create_SameSourceAndDestination_IsAccepted()
    {
        Assert.Equal(Answer.Created, await Rides.PostAsync("/rides", RideShareStack.Ride(source: "\"7\"", destination: "\"7\"")));
        Assert.Equal(200, (await Rides.GetAsync("/rides?source=7&destination=7")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Create_AnyContentType_IsParsedAsJson(string? contentType) =>
        Assert.Equal(Answer.Created, await Rides.SendAsync("POST", "/rides", RideShareStack.Ride(), contentType));

    [Fact]
    public async Task List_OtherPairsOfAreas_AreNotListed()
    {
        await Stack.RideAsync();
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync("/rides?source=2&destination=1"));
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync("/rides?source=34&destination=11"));
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync("/rides?source=12&destination=21"));
    }

    [Fact]
    public async Task List_SeveralRides_AreInTheOrderOfTheCalendarNotOfTheText()
    {
        string[] byTime = ["31-12-2029:59-59-23", "01-02-2030:30-00-00", "01-02-2030:10-01-00", "15-01-2031:00-00-00"];
        foreach (string time in byTime.Order(StringComparer.Ordinal))
        {
            await Stack.RideAsync($"\"{time}\"");
        }

        Answer list = await Rides.GetAsync("/rides?source=1&destination=2");
        Assert.Equal(byTime, Order(list, byTime));
    }

    [Fact]
    public async Task Remove_KnownThenUnknown_IsDoneThenRefused()
    {
        long ride = await Stack.RideAsync();
        await Rides.PostAsync($"/rides/{ride}", """{"username": "bob"}""");
        Assert.Equal(Answer.Done, await Rides.DeleteAsync($"/rides/{ride}"));
        Assert.Equal(Answer.Refused, await Rides.DeleteAsync($"/rides/{ride}"));
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync($"/rides/{ride}"));
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync("/rides?source=1&destination=2"));
        Assert.Equal("[[0]]", Stack.Database.Ask("SELECT count(*) FROM riders"));
    }

    [Fact]
    public async Task Count_AfterCreationRemovalAndClear_IsOfTheRidesThatAreThere()
    {
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/rides/count"));
        long ride = await Stack.RideAsync();
        await Stack.RideAsync();
        Assert.Equal(Answer.Ok("[2]"), await Rides.GetAsync("/rides/count"));
        await Rides.DeleteAsync($"/rides/{ride}");
        Assert.Equal(Answer.Ok("[1]"), await Rides.GetAsync("/rides/count"));
        Assert.Equal(Answer.Done, await Rides.SendAsync("POST", "/db/clear", "", contentType: null));
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/rides/count"));
    }

    [Fact]
    public async Task Clear_RidesWithRiders_LeavesUsersAndNoRider()
    {
        long ride = await Stack.RideAsync();
        await Rides.PostAsync($"/rides/{ride}", """{"username": "bob"}""");
        Assert.Equal(Answer.Done, await Rides.PostAsync("/db/clear", "{}"));
        Assert.Equal("[[0]]", Stack.Database.Ask("SELECT count(*) FROM riders"));
        Assert.Equal(Answer.Ok("""["ann","bob"]"""), await Stack.Users.GetAsync("/users"));
    }

    [Fact]
    public async Task Id_OfARemovedOrClearedRide_IsNeverGivenAgain()
    {
        long first = await Stack.RideAsync();
        await Rides.DeleteAsync($"/rides/{first}");
        long second = await Stack.RideAsync();
        await Rides.PostAsync("/db/clear", "");
        long third = await Stack.RideAsync();
        Assert.True(first < second && second < third, $"{first}, {second}, {third}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("18446744073709551616")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("abc")]
    [InlineData("1%20OR%201=1")]
    public async Task NoSuchRide_ShownJoinedOrRemoved_Is204Or400(string id)
    {
        await Stack.RideAsync();
        Assert.Equal(Answer.NothingThere, await Rides.GetAsync($"/rides/{id}"));
        Assert.Equal(Answer.NothingThere, await Rides.PostAsync($"/rides/{id}", """{"username": "bob"}"""));
        Assert.Equal(Answer.Refused, await Rides.DeleteAsync($"/rides/{id}"));
        Assert.Equal(Answer.Ok("[1]"), await Rides.GetAsync("/rides/count"));
    }

    [Fact]
    public async Task UserRemoved_WithRides_KeepsThem()
    {
        long ride = await Stack.RideAsync();
        await Stack.Users.DeleteAsync("/users/ann");
        Assert.Equal(200, (await Rides.GetAsync($"/rides/{ride}")).Status);
    }

    [Fact]
    public async Task Health_NoDatabaseEither_Is200WithoutBodyAndAsksNothing()
    {
        int before = Stack.Database.Requests.Count;
        Stack.Database.IsAway = true;
        Assert.Equal(Answer.Ok(""), await Rides.GetAsync("/_health"));
        Assert.Equal(before, Stack.Database.Requests.Count);
    }

    private static IEnumerable<string> Order(Answer list, string[] texts) =>
        texts.OrderBy(text => list.Body.IndexOf(text, StringComparison.Ordinal));
}
