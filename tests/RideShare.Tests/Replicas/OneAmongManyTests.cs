using RideShare.Tests.Running;
using Samples.Shared.Database;
using Samples.Testing;
using Samples.Testing.Twins;
using ReadLevel = Capstan.Client.ReadLevel;

namespace RideShare.Tests.Replicas;

/// <summary>What several replicas do at the same moment is decided by the database, inside the write.</summary>
public sealed class OneAmongManyTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Add_OneNameManyTimesAtOnce_IsCreatedOnce()
    {
        ServiceClient second = await _stack!.AddUsersAsync();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(
            i => (i % 2 == 0 ? _stack.Users : second).PutAsync("/users", RideShareStack.User("u"))));
        Assert.Single(answers, Answer.Created);
        Assert.Equal(23, answers.Count(answer => answer == Answer.Refused));
    }

    [Fact]
    public async Task Remove_OneNameManyTimesAtOnce_IsDoneOnce()
    {
        ServiceClient second = await _stack!.AddUsersAsync();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(
            i => (i % 2 == 0 ? _stack.Users : second).DeleteAsync("/users/ann")));
        Assert.Single(answers, Answer.Done);
        Assert.Equal(23, answers.Count(answer => answer == Answer.Refused));
    }

    [Fact]
    public async Task Create_ManyAtOnce_EachHasANumberOfItsOwn()
    {
        ServiceClient second = await _stack!.AddRidesAsync();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => (i % 2 == 0 ? _stack.Rides : second).PostAsync("/rides", RideShareStack.Ride())));
        Assert.All(answers, answer => Assert.Equal(Answer.Created, answer));
        Assert.Equal("[[40,1,40]]", _stack.Database.Ask("SELECT count(DISTINCT rideId), min(rideId), max(rideId) FROM rides"));
    }

    [Fact]
    public async Task Reads_OfLinearReplicas_SeeWhatAnotherReplicaWrote()
    {
        _stack!.Settings = _stack.Settings with { Database = new DatabaseSettings(_stack.Database.Address, Level: ReadLevel.Linear) };
        ServiceClient first = await _stack.AddUsersAsync(), second = await _stack.AddUsersAsync();
        Assert.Equal(Answer.Created, await first.PutAsync("/users", RideShareStack.User("u")));
        Assert.Equal(Answer.Ok("""["ann","bob","u"]"""), await second.GetAsync("/users"));
    }

    [Fact]
    public async Task Reads_OfASession_CarryItsHighestPosition()
    {
        await _stack!.AddAsync("u");
        int before = _stack.Database.Requests.Count;
        await _stack.Users.GetAsync("/users");
        TwinRequest read = _stack.Database.Requests.Skip(before).Single(request => request.IsRead);
        Assert.Contains("\"level\":\"session\"", read.Body);
        Assert.True(long.Parse(read.Position!) >= 3, read.Position);
    }
}
