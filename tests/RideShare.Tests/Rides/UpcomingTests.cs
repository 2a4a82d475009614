using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Rides;

/// <summary>Which rides are listed as time goes on.</summary>
public sealed class UpcomingTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task List_TimeComes_RideIsListedUntilItsVeryMoment()
    {
        await _stack!.RideAsync("\"21-08-2021:05-10-23\"");
        _stack.Calendar.Now = new DateTimeOffset(2021, 8, 21, 23, 10, 4, 999, TimeSpan.Zero);
        Assert.Equal(200, (await ListAsync()).Status);
        _stack.Calendar.Now = new DateTimeOffset(2021, 8, 21, 23, 10, 5, TimeSpan.Zero);
        Assert.Equal(Answer.NothingThere, await ListAsync());
    }

    [Fact]
    public async Task Create_InThePast_IsAcceptedShownAndCountedButNeverListed()
    {
        long ride = await _stack!.RideAsync("\"01-01-0001:00-00-00\"");
        Assert.Equal(Answer.NothingThere, await ListAsync());
        Assert.Equal(200, (await _stack.Rides.GetAsync($"/rides/{ride}")).Status);
        Assert.Equal(Answer.Ok("[1]"), await _stack.Rides.GetAsync("/rides/count"));
    }

    [Fact]
    public async Task List_PastAndComing_ShowsTheComingOne()
    {
        await _stack!.RideAsync("\"31-12-2019:00-00-00\"");
        await _stack.RideAsync("\"01-01-2021:00-00-00\"");
        Assert.Equal(Answer.Ok("""[{"rideId":2,"username":"ann","timestamp":"01-01-2021:00-00-00"}]"""), await ListAsync());
    }

    private Task<Answer> ListAsync() => _stack!.Rides.GetAsync("/rides?source=1&destination=2");
}
