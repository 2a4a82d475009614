using Capstan.Testing;
using RideShare.Tests.Running;
using Samples.Testing;
using Samples.Testing.Twins;

namespace RideShare.Tests.Counting;

/// <summary>The number is that of all replicas.</summary>
public sealed class CountingReplicasTests : IAsyncLifetime
{
    private RideShareStack? _stack;
    private ServiceClient? _second;

    private ServiceClient First => _stack!.Rides;

    private ServiceClient Second => _second!;

    public async ValueTask InitializeAsync()
    {
        // A clock that stands still: no answer gives up waiting for its count, however busy the machine is.
        _stack = await RideShareStack.StartAsync(new ManualTimeProvider());
        _second = await _stack.AddRidesAsync();
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Read_AtTheOtherReplica_HasEveryAnsweredRequest()
    {
        for (int i = 1; i <= 20; i++)
        {
            await (i % 2 == 0 ? First : Second).SendAsync("PUT", "/rides");
            Assert.Equal(Answer.Ok($"[{i}]"), await (i % 2 == 0 ? Second : First).GetAsync("/_count"));
        }
    }

    [Fact]
    public async Task Read_AfterManyAtOnce_IsExactAndTheyShareWrites()
    {
        int before = CountingWrites();
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? First : Second).SendAsync("PUT", "/rides")));
        int writes = CountingWrites() - before;
        Assert.InRange(writes, 2, 399);
        Assert.Equal(Answer.Ok("[400]"), await First.GetAsync("/_count"));
    }

    [Fact]
    public async Task Answer_ToACountedRequest_WaitsForItsCount()
    {
        await using RideShareStack stack = await RideShareStack.StartAsync(new ManualTimeProvider());
        using TwinHold hold = stack.Database.Hold("counted_batches");
        Task<Answer> put = stack.Rides.SendAsync("PUT", "/rides");
        await hold.Held;
        for (int i = 0; i < 20; i++)
        {
            // Answers that wait for nothing overtake it.
            Assert.Equal(Answer.Ok(""), await stack.Rides.GetAsync("/_health"));
        }

        Assert.False(put.IsCompleted);
        hold.LetGo();
        Assert.Equal(Answer.WrongMethod, await put);
        Assert.Equal("[[1]]", stack.Database.Ask("SELECT requests FROM counters WHERE service = 'rides'"));
    }

    [Fact]
    public async Task Reset_AtOneReplica_HoldsForTheOther()
    {
        await First.SendAsync("PUT", "/rides");
        await Second.SendAsync("PUT", "/rides");
        await First.DeleteAsync("/_count");
        Assert.Equal(Answer.Ok("[0]"), await Second.GetAsync("/_count"));
        await Second.SendAsync("PUT", "/rides");
        Assert.Equal(Answer.Ok("[1]"), await First.GetAsync("/_count"));
    }

    [Fact]
    public async Task Read_EverythingClearedInTheDatabase_StartsAgainAtZero()
    {
        await First.SendAsync("PUT", "/rides");
        _stack!.Database.Ask("DELETE FROM counters");
        _stack.Database.Ask("DELETE FROM counted_batches");
        Assert.Equal(Answer.Ok("[0]"), await Second.GetAsync("/_count"));
        await First.SendAsync("PUT", "/rides");
        Assert.Equal(Answer.Ok("[1]"), await Second.GetAsync("/_count"));
    }

    private int CountingWrites() => _stack!.Database.Requests.Count(request => request.IsCounting);
}
