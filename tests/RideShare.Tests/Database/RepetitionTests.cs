using RideShare.Tests.Running;
using Samples.Shared.Database;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Database;

/// <summary>What is sent to the database again is done once.</summary>
public sealed class RepetitionTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private DatabaseTwin Database => _stack!.Database;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    [InlineData(nameof(TwinFault.Unavailable))]
    public async Task Add_FirstTryFails_IsCreatedOnce(string fault)
    {
        Database.FailOnce("INSERT INTO users", Enum.Parse<TwinFault>(fault));
        Assert.Equal(Answer.Created, await _stack!.AddAsync("u"));
        Assert.Equal(Answer.Ok("""["ann","bob","u"]"""), await _stack.Users.GetAsync("/users"));
    }

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    [InlineData(nameof(TwinFault.Unavailable))]
    public async Task Remove_FirstTryFails_IsDone(string fault)
    {
        Database.FailOnce("DELETE FROM users", Enum.Parse<TwinFault>(fault));
        Assert.Equal(Answer.Done, await _stack!.Users.DeleteAsync("/users/ann"));
    }

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    [InlineData(nameof(TwinFault.Unavailable))]
    public async Task Rides_FirstTriesFail_AreChangedOnce(string name)
    {
        TwinFault fault = Enum.Parse<TwinFault>(name);
        Database.FailOnce("INSERT INTO rides", fault);
        await _stack!.RideAsync();
        Database.FailOnce("INSERT INTO riders", fault);
        Assert.Equal(Answer.Done, await _stack.Rides.PostAsync("/rides/1", """{"username": "bob"}"""));
        Assert.Equal("[[1,\"bob\"]]", Database.Ask("SELECT rideId, username FROM riders"));
        Assert.Equal("[[1]]", Database.Ask("SELECT count(*) FROM rides"));
        Database.FailOnce("DELETE FROM rides", fault);
        Assert.Equal(Answer.Done, await _stack.Rides.DeleteAsync("/rides/1"));
    }

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.Unavailable))]
    public async Task Read_FirstTryFails_IsAnswered(string fault)
    {
        Database.FailOnce("SELECT userId", Enum.Parse<TwinFault>(fault));
        Assert.Equal(Answer.Ok("""["ann","bob"]"""), await _stack!.Users.GetAsync("/users"));
    }

    [Fact]
    public async Task Add_FirstTryHangs_IsGivenUpAndCreatedByTheSecond()
    {
        _stack!.Settings = _stack.Settings with { Database = new DatabaseSettings(Database.Address) { Attempt = TimeSpan.FromMilliseconds(300) } };
        ServiceClient second = await _stack.AddUsersAsync();
        Database.FailOnce("INSERT INTO users", TwinFault.Hang);
        Assert.Equal(Answer.Created, await second.PutAsync("/users", RideShareStack.User("u")));
    }

    [Fact]
    public async Task Writes_OfOneRequestShareAKey_AndOfTwoDoNot()
    {
        int before = Database.Writes.Count;
        Database.FailOnce("INSERT INTO users", TwinFault.LoseAnswer);
        await _stack!.AddAsync("u");
        await _stack.AddAsync("v");
        string?[] keys = [.. Database.Writes.Skip(before).Select(write => write.Key)];
        Assert.Equal(3, keys.Length);
        Assert.NotNull(keys[0]);
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[1], keys[2]);
    }
}
