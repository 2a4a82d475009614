using RideShare.Tests.Running;
using Samples.Shared.Database;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Counting;

/// <summary>No request is lost or counted twice when the database fails in the middle.</summary>
public sealed class CountingFaultTests : IAsyncLifetime
{
    private const string Batch = "counted_batches";

    private RideShareStack? _stack;

    private ServiceClient Rides => _stack!.Rides;

    private DatabaseTwin Database => _stack!.Database;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync(deadline: TimeSpan.FromSeconds(4));

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Theory]
    [InlineData(nameof(TwinFault.Break), 1)]
    [InlineData(nameof(TwinFault.Break), 2)]
    [InlineData(nameof(TwinFault.Break), 5)]
    [InlineData(nameof(TwinFault.LoseAnswer), 1)]
    [InlineData(nameof(TwinFault.LoseAnswer), 2)]
    [InlineData(nameof(TwinFault.LoseAnswer), 5)]
    [InlineData(nameof(TwinFault.Unavailable), 2)]
    public async Task Count_BatchFailsSomeTimes_IsExact(string fault, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Database.FailOnce(Batch, Enum.Parse<TwinFault>(fault));
        }

        Assert.Equal(Answer.WrongMethod, await PutAsync());
        Assert.Equal(Answer.WrongMethod, await PutAsync());
        Assert.Equal(Answer.WrongMethod, await PutAsync());
        await AssertCountAsync(3);
    }

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    public async Task Reset_WithABatchOfUnknownOutcome_LeavesZero(string fault)
    {
        Database.FailOnce(Batch, Enum.Parse<TwinFault>(fault));
        Database.FailOnce(Batch, Enum.Parse<TwinFault>(fault));
        await PutAsync();
        Assert.Equal(Answer.Done, await Rides.DeleteAsync("/_count"));
        await AssertCountAsync(0);
        await PutAsync();
        await AssertCountAsync(1);
    }

    [Fact]
    public async Task Count_WhileTheDatabaseIsAway_Is503AndNothingIsForgotten()
    {
        _stack!.Settings = _stack.Settings with { Database = _stack.Settings.Database with { Deadline = TimeSpan.FromSeconds(1) } };
        ServiceClient rides = await _stack.AddRidesAsync();
        await rides.SendAsync("PUT", "/rides");
        Database.IsAway = true;
        Assert.Equal(Answer.WrongMethod, await rides.SendAsync("PUT", "/rides"));
        Assert.Equal(Answer.Unavailable, await rides.GetAsync("/_count"));
        Assert.Equal(Answer.Unavailable, await rides.DeleteAsync("/_count"));
        Assert.Equal(Answer.WrongMethod, await rides.SendAsync("PUT", "/rides"));
        Database.IsAway = false;
        Assert.Equal(Answer.Ok("[3]"), await rides.GetAsync("/_count"));
    }

    [Fact]
    public async Task Count_DatabaseComesBack_IsWrittenWithoutAnotherRequest()
    {
        Database.IsAway = true;
        await PutAsync();
        Task written = Database.DoneAsync(Batch);
        Database.IsAway = false;
        await written;
        Assert.Equal("[[1]]", Database.Ask("SELECT requests FROM counters WHERE service = 'rides'"));
    }

    [Fact]
    public async Task Count_StoppedReplica_HasWrittenWhatWaited()
    {
        ServiceClient second = await _stack!.AddRidesAsync();
        Database.IsAway = true;
        await second.SendAsync("PUT", "/rides");
        Database.IsAway = false;
        await _stack.StopAsync(second);
        Assert.Equal("[[1]]", Database.Ask("SELECT requests FROM counters WHERE service = 'rides'"));
    }

    [Fact]
    public async Task Answer_WhoseCountHangs_GoesOutAndIsCountedLater()
    {
        _stack!.Settings = _stack.Settings with { Database = new DatabaseSettings(Database.Address) { Attempt = TimeSpan.FromSeconds(6) } };
        ServiceClient second = await _stack.AddRidesAsync();
        Database.FailOnce(Batch, TwinFault.Hang);
        Assert.Equal(Answer.WrongMethod, await second.SendAsync("PUT", "/rides"));
        Assert.Equal("[]", Database.Ask("SELECT requests FROM counters WHERE service = 'rides'"));
        Assert.Equal(Answer.Ok("[1]"), await second.GetAsync("/_count"));
    }

    private Task<Answer> PutAsync() => Rides.SendAsync("PUT", "/rides");

    private async Task AssertCountAsync(int expected) => Assert.Equal(Answer.Ok($"[{expected}]"), await Rides.GetAsync("/_count"));
}
