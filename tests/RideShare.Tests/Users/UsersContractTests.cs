using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Users;

/// <summary>The rows of the contract of Users, against the program itself.</summary>
public sealed class UsersContractTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    private ServiceClient Users => _stack!.Users;

    public async ValueTask InitializeAsync()
    {
        _stack = await RideShareStack.StartAsync();
        Assert.Equal(Answer.Done, await Users.PostAsync("/db/clear", ""));
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task List_NoUsers_Is204WithoutBody() => Assert.Equal(Answer.NothingThere, await Users.GetAsync("/users"));

    [Fact]
    public async Task Add_NewNames_AreListedAsPlainStringsInOrder()
    {
        Assert.Equal(Answer.Created, await AddAsync("u2"));
        Assert.Equal(Answer.Created, await AddAsync("u1"));
        Assert.Equal(Answer.Ok("""["u2","u1"]"""), await Users.GetAsync("/users"));
    }

    [Fact]
    public async Task Add_TakenName_IsRefused()
    {
        Assert.Equal(Answer.Created, await AddAsync("u"));
        Assert.Equal(Answer.Refused, await AddAsync("u"));
        Assert.Equal(Answer.Created, await AddAsync("U"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Add_AnyContentType_IsParsedAsJson(string? contentType) =>
        Assert.Equal(Answer.Created, await Users.SendAsync("PUT", "/users", RideShareStack.User("u"), contentType));

    [Fact]
    public async Task Remove_KnownThenUnknown_IsDoneThenRefused()
    {
        await AddAsync("u");
        Assert.Equal(Answer.Done, await Users.DeleteAsync("/users/u"));
        Assert.Equal(Answer.Refused, await Users.DeleteAsync("/users/u"));
        Assert.Equal(Answer.NothingThere, await Users.GetAsync("/users"));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a b+c", "a%20b+c")]
    [InlineData("søren", "s%C3%B8ren")]
    [InlineData("q?&", "q%3F%26")]
    [InlineData("'); DROP TABLE users; --", "'%29%3B%20DROP%20TABLE%20users%3B%20--")]
    [InlineData("\"😀\\", "%22%F0%9F%98%80%5C")]
    public async Task AddListAndRemove_NameThatNeedsEscapes_IsThatName(string name, string escaped)
    {
        Assert.Equal(Answer.Created, await AddAsync(name));
        Answer list = await Users.GetAsync("/users");
        Assert.Equal([name], System.Text.Json.JsonSerializer.Deserialize<string[]>(list.Body)!);
        Assert.Equal(Answer.Done, await Users.DeleteAsync($"/users/{escaped}"));
        Assert.Equal(Answer.NothingThere, await Users.GetAsync("/users"));
    }

    [Fact]
    public async Task AddAndRemove_NameOfHundredThousandCharacters_Work()
    {
        string name = new('n', 100_000);
        Assert.Equal(Answer.Created, await AddAsync(name));
        Assert.Equal(Answer.Ok($"[\"{name}\"]"), await Users.GetAsync("/users"));
        Assert.Equal(Answer.Done, await Users.DeleteAsync($"/users/{name}"));
    }

    [Fact]
    public async Task Health_NoDatabaseEither_Is200WithoutBodyAndAsksNothing()
    {
        int before = _stack!.Database.Requests.Count;
        _stack.Database.IsAway = true;
        Assert.Equal(Answer.Ok(""), await Users.GetAsync("/_health"));
        Assert.Equal(before, _stack.Database.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData(" \r\n")]
    public async Task Clear_WithOrWithoutBody_RemovesUsersAndKeepsRides(string body)
    {
        await AddAsync("ann");
        await _stack!.RideAsync();
        Assert.Equal(Answer.Done, await Users.SendAsync("POST", "/db/clear", body, contentType: null));
        Assert.Equal(Answer.NothingThere, await Users.GetAsync("/users"));
        Assert.Equal(Answer.Ok("[1]"), await _stack.Rides.GetAsync("/rides/count"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("all")]
    public async Task Clear_OtherBody_IsRefused(string body)
    {
        await AddAsync("u");
        Assert.Equal(Answer.Refused, await Users.PostAsync("/db/clear", body));
        Assert.Equal(Answer.Ok("""["u"]"""), await Users.GetAsync("/users"));
    }

    private Task<Answer> AddAsync(string name) => _stack!.AddAsync(name);
}
