using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Rides;

/// <summary>Who is listed as a rider.</summary>
public sealed class JoiningTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private ServiceClient Rides => _stack!.Rides;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Join_Others_AreListedInTheOrderOfJoining()
    {
        await _stack!.RideAsync();
        await _stack.AddAsync("abe");
        Assert.Equal(Answer.Done, await JoinAsync("bob"));
        Assert.Equal(Answer.Done, await JoinAsync("abe"));
        await AssertUsersAsync("""["bob","abe"]""");
    }

    [Fact]
    public async Task Join_Twice_IsDoneWithoutASecondEntry()
    {
        await _stack!.RideAsync();
        await JoinAsync("bob");
        Assert.Equal(Answer.Done, await JoinAsync("bob"));
        await AssertUsersAsync("""["bob"]""");
    }

    [Fact]
    public async Task Join_OwnRide_IsDoneWithoutAnEntry()
    {
        await _stack!.RideAsync();
        Assert.Equal(Answer.Done, await JoinAsync("ann"));
        await AssertUsersAsync("[]");
    }

    [Fact]
    public async Task Join_UnknownUser_IsRefusedAlsoWithoutTheRide()
    {
        await _stack!.RideAsync();
        Assert.Equal(Answer.Refused, await JoinAsync("nobody"));
        Assert.Equal(Answer.Refused, await Rides.PostAsync("/rides/99", """{"username": "nobody"}"""));
        await AssertUsersAsync("[]");
    }

    [Fact]
    public async Task Join_RemovedRide_Is204AndLeavesNoRider()
    {
        await _stack!.RideAsync();
        await Rides.DeleteAsync("/rides/1");
        Assert.Equal(Answer.NothingThere, await JoinAsync("bob"));
        Assert.Equal("[[0]]", _stack.Database.Ask("SELECT count(*) FROM riders"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[\"bob\"]")]
    [InlineData("{\"username\": 7}")]
    [InlineData("{\"username\": \"\"}")]
    [InlineData("{\"username\": null}")]
    public async Task Join_MalformedBody_IsRefused(string body)
    {
        await _stack!.RideAsync();
        Assert.Equal(Answer.Refused, await Rides.PostAsync("/rides/1", body));
        Assert.Equal(Answer.Refused, await Rides.PostAsync("/rides/99", body));
    }

    [Fact]
    public async Task Join_ManyAtOnce_NoneIsLost()
    {
        await _stack!.RideAsync();
        string[] names = [.. Enumerable.Range(0, 24).Select(i => $"u{i}")];
        await Task.WhenAll(names.Select(_stack.AddAsync));
        Answer[] answers = await Task.WhenAll(names.Concat(names).Select(JoinAsync));
        Assert.All(answers, answer => Assert.Equal(Answer.Done, answer));
        Assert.Equal("[[24]]", _stack.Database.Ask("SELECT count(*) FROM riders"));
    }

    private Task<Answer> JoinAsync(string name) => Rides.PostAsync("/rides/1", $$"""{"username": "{{name}}"}""");

    private async Task AssertUsersAsync(string users) => Assert.Contains($"\"users\":{users},", (await Rides.GetAsync("/rides/1")).Body);
}
