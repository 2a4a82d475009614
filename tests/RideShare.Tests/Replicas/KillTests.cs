using RideShare.Tests.Running;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Replicas;

/// <summary>The programs themselves, ended at once.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Users_Killed_KeepsUsersAndCountsEveryAnsweredRequest()
    {
        await using DatabaseTwin database = await DatabaseTwin.StartAsync();
        await using (ServiceProcess first = await ServiceProcess.StartAsync("RideShare.Users", ("DATABASE_URL", database.Address.ToString())))
        {
            Assert.Equal(Answer.Created, await first.Http.PutAsync("/users", RideShareStack.User("u")));
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => first.Http.SendAsync("POST", "/users")));
        }

        await using ServiceProcess second = await ServiceProcess.StartAsync("RideShare.Users", ("DATABASE_URL", database.Address.ToString()));
        Assert.Equal(Answer.Ok("[51]"), await second.Http.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("""["u"]"""), await second.Http.GetAsync("/users"));
    }

    [Fact]
    public async Task Rides_StartedWithAClock_ListsWhatIsUpcomingByIt()
    {
        await using DatabaseTwin database = await DatabaseTwin.StartAsync();
        await using var users = new UsersRecorder(UsersRecorder.List("""["ann"]"""));
        (string, string)[] settings =
            [("DATABASE_URL", database.Address.ToString()), ("DATABASE_READS", "linear"), ("USERS_URL", users.Url), ("ORIGIN", "http://here")];
        await using ServiceProcess today = await ServiceProcess.StartAsync("RideShare.Rides", settings);
        await using ServiceProcess then = await ServiceProcess.StartAsync("RideShare.Rides", [.. settings, ("CLOCK", "20-08-2021:00-00-00")]);
        Assert.Equal(Answer.Created, await then.Http.PostAsync("/rides", RideShareStack.Ride(timestamp: "\"21-08-2021:00-00-00\"")));
        Assert.Equal(200, (await then.Http.GetAsync("/rides?source=1&destination=2")).Status);
        Assert.Equal(Answer.NothingThere, await today.Http.GetAsync("/rides?source=1&destination=2"));
        Assert.Equal(Answer.Ok("[1]"), await today.Http.GetAsync("/rides/count"));
        Assert.Contains("\r\nOrigin: http://here\r\n", users.Requests[0]);
    }

    [Theory]
    [InlineData("DATABASE_URL", "127.0.0.1:8081")]
    [InlineData("USERS_URL", "https://users")]
    [InlineData("PORT", "eighty")]
    [InlineData("CLOCK", "2021-08-20")]
    public async Task Start_UnusableSetting_EndsWith1AndNamesIt(string name, string value)
    {
        (int exit, string error) = await ServiceProcess.FailAsync("RideShare.Rides", (name, value));
        Assert.Equal(1, exit);
        Assert.StartsWith($"Rides: {name} is '{value}'; give ", error);
    }
}
