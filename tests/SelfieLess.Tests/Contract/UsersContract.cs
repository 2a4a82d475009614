using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>The rows of the contract of Users.</summary>
public abstract class UsersContract(StoreKind kind) : IAsyncLifetime
{
    private StoreUnderTest? _store;
    private Replica? _users;

    private ServiceClient Users => _users!.Http;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreUnderTest.OpenAsync(kind);
        _users = await Replica.StartHereAsync("Users", _store.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _users!.DisposeAsync();
        await _store!.DisposeAsync();
    }

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
        Assert.Equal(Answer.Created, await Users.SendAsync("POST", "/users", Body("u", SelfieLessStack.Password), contentType));

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
    public async Task Remove_NameThatNeedsEscapes_IsThatName(string name, string escaped)
    {
        await AddAsync(name);
        Assert.Equal(Answer.Done, await Users.DeleteAsync($"/users/{escaped}"));
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
    public async Task Count_RequestsOfAllKinds_CountsThoseToUsersAlone()
    {
        Assert.Equal(Answer.Ok("[0]"), await Users.GetAsync("/_count"));
        await Users.GetAsync("/users");
        await AddAsync("u");
        await AddAsync("u");
        await Users.SendAsync("PUT", "/users");
        await Users.GetAsync("/users/u");
        await Users.DeleteAsync("/users/u");
        await Users.GetAsync("/_health");
        await Users.GetAsync("/userss");
        Assert.Equal(Answer.Ok("[6]"), await Users.GetAsync("/_count"));
        Assert.Equal(Answer.Done, await Users.DeleteAsync("/_count"));
        Assert.Equal(Answer.Ok("[0]"), await Users.GetAsync("/_count"));
    }

    [Fact]
    public async Task Restart_AfterKill_KeepsUsersAndCount()
    {
        await using Replica killed = await Replica.StartProgramAsync("Users", _store!.Settings);
        Assert.Equal(Answer.Created, await killed.Http.PostAsync("/users", Body("u", SelfieLessStack.Password)));
        await killed.EndAsync();
        await using Replica again = await Replica.StartProgramAsync("Users", _store.Settings);
        Assert.Equal(Answer.Ok("[1]"), await again.Http.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("""["u"]"""), await again.Http.GetAsync("/users"));
    }

    [Fact]
    public async Task Health_StoreThere_Is200WithoutBodyAndGone500()
    {
        Assert.Equal(Answer.Ok(""), await Users.GetAsync("/_health"));
        _store!.Break();
        Assert.Equal(new Answer(500, ""), await Users.GetAsync("/_health"));
    }

    private static string Body(string name, string password) =>
        $$"""{"username": {{System.Text.Json.JsonSerializer.Serialize(name)}}, "password": "{{password}}"}""";

    private Task<Answer> AddAsync(string name) => Users.PostAsync("/users", Body(name, SelfieLessStack.Password));
}
