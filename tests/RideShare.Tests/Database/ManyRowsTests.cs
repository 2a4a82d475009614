using System.Text.Json;
using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Database;

/// <summary>More rows than the database gives in one answer.</summary>
public sealed class ManyRowsTests : IAsyncLifetime
{
    private const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) ";

    private RideShareStack? _stack;

    public async ValueTask InitializeAsync()
    {
        _stack = await RideShareStack.StartAsync();
        await _stack.RideAsync();
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Users_BeyondTenThousand_AreListedOnceEachAndFound()
    {
        _stack!.Database.Do(Numbers + "INSERT INTO users (username, password) SELECT 'u' || i, 'x' FROM n");
        await _stack.AddAsync("last");
        int before = _stack.Database.Reads;
        string[] names = JsonSerializer.Deserialize<string[]>((await _stack.Users.GetAsync("/users")).Body)!;
        Assert.Equal(before + 3, _stack.Database.Reads);
        Assert.Equal(["ann", "bob", .. Enumerable.Range(1, 10_001).Select(i => $"u{i}"), "last"], names);
        Assert.Equal(Answer.Created, await _stack.Rides.PostAsync("/rides", RideShareStack.Ride(creator: "\"last\"")));
    }

    [Fact]
    public async Task Rides_BeyondTenThousandWithEqualTimes_AreListedOnceEachInOrder()
    {
        _stack!.Database.Do(
            Numbers + "INSERT INTO rides (created_by, timestamp, moment, source, destination) SELECT 'ann', 't', 1918000000 + i / 4000, 1, 2 FROM n");
        await _stack.RideAsync("\"01-01-2099:00-00-00\"");
        using var list = JsonDocument.Parse((await _stack.Rides.GetAsync("/rides?source=1&destination=2")).Body);
        long[] ids = [.. list.RootElement.EnumerateArray().Select(ride => ride.GetProperty("rideId").GetInt64()).Where(id => id > 1)];
        Assert.Equal(Enumerable.Range(2, 10_002).Select(id => (long)id), ids);
    }

    [Fact]
    public async Task Riders_BeyondTenThousand_AreAllShown()
    {
        _stack!.Database.Do(Numbers + "INSERT INTO riders (rideId, username) SELECT 1, 'u' || i FROM n");
        await _stack.Rides.PostAsync("/rides/1", """{"username": "bob"}""");
        using var ride = JsonDocument.Parse((await _stack.Rides.GetAsync("/rides/1")).Body);
        Assert.Equal([.. Enumerable.Range(1, 10_001).Select(i => $"u{i}"), "bob"], ride.RootElement.GetProperty("users").EnumerateArray().Select(user => user.GetString()!));
    }
}
