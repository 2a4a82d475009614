using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Rides;

/// <summary>What Rides refuses, against the program itself.</summary>
public sealed class RidesRefusalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private ServiceClient Rides => fixture.Stack.Rides;

    [Theory]
    [InlineData("10/10/2034")]
    [InlineData("10-10-2034:60-00-00")]
    [InlineData("10-10-2034:00-60-00")]
    [InlineData("10-10-2034:00-00-24")]
    [InlineData("31-04-2034:00-00-00")]
    [InlineData("29-02-2030:00-00-00")]
    [InlineData("10-13-2034:00-00-00")]
    [InlineData("00-10-2034:00-00-00")]
    [InlineData("1-10-2034:00-00-00")]
    [InlineData("10-10-2034:00-00-00 ")]
    [InlineData("10-10-0000:00-00-00")]
    [InlineData("2034-10-10:00-00-00")]
    [InlineData("١٠-10-2034:00-00-00")]
    [InlineData("")]
    public Task Create_BadTimestamp_IsRefused(string timestamp) => AssertRefusedAsync(RideShareStack.Ride(timestamp: $"\"{timestamp}\""));

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("\"199\"")]
    [InlineData("\"500\"")]
    [InlineData("\"812\"")]
    [InlineData("\"1341\"")]
    [InlineData("\"2123\"")]
    [InlineData("0")]
    [InlineData("199")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e1")]
    [InlineData("\"+1\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1.0\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"Yelahanka\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("null")]
    [InlineData("[1]")]
    public async Task Create_NoSuchArea_IsRefused(string area)
    {
        await AssertRefusedAsync(RideShareStack.Ride(source: area));
        await AssertRefusedAsync(RideShareStack.Ride(destination: area));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"ride\"")]
    public Task Create_NotARide_IsRefused(string body) => AssertRefusedAsync(body);

    [Fact]
    public async Task Create_LackingOrWrongField_IsRefused()
    {
        await AssertRefusedAsync(RideShareStack.Ride(creator: null));
        await AssertRefusedAsync(RideShareStack.Ride(timestamp: null));
        await AssertRefusedAsync(RideShareStack.Ride(source: null));
        await AssertRefusedAsync(RideShareStack.Ride(destination: null));
        await AssertRefusedAsync(RideShareStack.Ride(creator: "7"));
        await AssertRefusedAsync(RideShareStack.Ride(creator: "\"\""));
        await AssertRefusedAsync(RideShareStack.Ride(timestamp: "20301010"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?source=1")]
    [InlineData("?destination=1")]
    [InlineData("?source=&destination=1")]
    [InlineData("?source=a&destination=1")]
    [InlineData("?source=1&destination=-1")]
    [InlineData("?source=0&destination=1")]
    [InlineData("?source=1&destination=199")]
    [InlineData("?source=500&destination=812")]
    [InlineData("?source=1341&destination=2123")]
    [InlineData("?source=1&source=2&destination=3")]
    public async Task List_BadParameter_IsRefusedWithoutARead(string query)
    {
        int before = fixture.Stack.Database.Reads;
        Assert.Equal(Answer.Refused, await Rides.GetAsync($"/rides{query}"));
        Assert.Equal(before, fixture.Stack.Database.Reads);
    }

    [Theory]
    [InlineData("PUT", "/rides")]
    [InlineData("DELETE", "/rides")]
    [InlineData("POST", "/rides/count")]
    [InlineData("DELETE", "/rides/count")]
    [InlineData("PUT", "/rides/1")]
    [InlineData("PATCH", "/rides/1")]
    [InlineData("PUT", "/rides/abc")]
    [InlineData("GET", "/db/clear")]
    [InlineData("PUT", "/_count")]
    [InlineData("POST", "/_health")]
    public async Task KnownPath_OtherMethodWithoutBody_Is405BeforeAnyLookUp(string method, string path)
    {
        int before = fixture.Stack.Database.Reads + fixture.Stack.Database.Writes.Count;
        Assert.Equal(Answer.WrongMethod, await Rides.SendAsync(method, path, "", contentType: null));
        Assert.Equal(before, fixture.Stack.Database.Reads + fixture.Stack.Database.Writes.Count);
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/users")]
    [InlineData("POST", "/db/write")]
    [InlineData("GET", "/rides/1/users")]
    public async Task UnknownPath_Any_Is404(string method, string path) => Assert.Equal(new Answer(404, "{}"), await Rides.SendAsync(method, path));

    private async Task AssertRefusedAsync(string body)
    {
        Assert.Equal(Answer.Refused, await Rides.PostAsync("/rides", body));
        Assert.Equal(Answer.Ok("[0]"), await Rides.GetAsync("/rides/count"));
    }
}
