using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.UserChecks;

/// <summary>What Acts asks the Users service, seen on the wire, and what it makes of the answers.</summary>
public sealed class UserCheckTests
{
    [Fact]
    public async Task Upload_WellFormed_SendsExactlyOnePlainRequestWithOrigin()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["ann"]"""));
        using var folder = new TemporaryFolder();
        await using ServiceProcess acts = await StartAsync(users, folder);
        Assert.Equal(Answer.Created, await acts.Http.PostAsync("/acts", SelfieLessStack.Act("1")));
        string request = Assert.Single(users.Requests);
        Assert.StartsWith("GET /api/v1/users HTTP/1.1\r\n", request);
        Assert.Contains("\r\nOrigin: http://acts.example\r\n", request);
        Assert.Contains($"\r\nHost: {users.Url["http://".Length..]}\r\n", request);
    }

    [Fact]
    public async Task Upload_RefusedForItsBodyOrOtherRequests_AskNothing()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["ann"]"""));
        using var folder = new TemporaryFolder();
        await using ServiceProcess acts = await StartAsync(users, folder);
        await acts.Http.PostAsync("/acts", SelfieLessStack.Act("1", image: "\"$\""));
        await acts.Http.PostAsync("/acts", "{}");
        await acts.Http.GetAsync("/categories/abc/acts");
        await acts.Http.GetAsync("/_health");
        Assert.Empty(users.Requests);
    }

    [Fact]
    public async Task Upload_TakenIdOrUnknownCategory_StillAsksOnce()
    {
        await using var users = new UsersRecorder(UsersRecorder.List("""["ann"]"""));
        using var folder = new TemporaryFolder();
        await using ServiceProcess acts = await StartAsync(users, folder);
        Assert.Equal(Answer.Refused, await acts.Http.PostAsync("/acts", SelfieLessStack.Act("1", category: "\"nowhere\"")));
        Assert.Single(users.Requests);
    }

    [Theory]
    [InlineData("[\"anna\", \"joann\", \"Ann\", \" ann\"]")]
    [InlineData("[]")]
    public async Task Upload_NameOnlyResemblesOne_IsRefused(string list)
    {
        await using var users = new UsersRecorder(UsersRecorder.List(list));
        await AssertUploadAsync(users, Answer.Refused);
    }

    [Fact]
    public async Task Upload_NoUsersAtAll_IsRefused()
    {
        await using var users = new UsersRecorder("HTTP/1.1 204 No Content\r\n\r\n");
        await AssertUploadAsync(users, Answer.Refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[\"ann\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"ann\": \"ann\"} ")]
    public async Task Upload_UsersGiveNoUsableAnswer_Is503AndStoresNothing(string answer)
    {
        await using var users = new UsersRecorder(answer);
        await AssertUploadAsync(users, new Answer(503, "{}"));
        Assert.Single(users.Requests);
    }

    [Theory]
    [InlineData("USERS_URL", "https://users")]
    [InlineData("USERS_URL", "users:8080")]
    [InlineData("PORT", "eighty")]
    [InlineData("HOST", "somewhere")]
    [InlineData("DATABASE_URL", "127.0.0.1:8081")]
    public async Task Start_UnusableSetting_EndsWith1AndNamesIt(string name, string value)
    {
        using var folder = new TemporaryFolder();
        (int exit, string error) = await ServiceProcess.FailAsync("SelfieLess.Acts", ("DATA", folder.Path), (name, value));
        Assert.Equal(1, exit);
        Assert.StartsWith($"Acts: {name} is '{value}'; give ", error);
    }

    private static async Task AssertUploadAsync(UsersRecorder users, Answer expected)
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess acts = await StartAsync(users, folder);
        Assert.Equal(expected, await acts.Http.PostAsync("/acts", SelfieLessStack.Act("1")));
        Assert.Equal(Answer.Ok("[0]"), await acts.Http.GetAsync("/acts/count"));
    }

    private static async Task<ServiceProcess> StartAsync(UsersRecorder users, TemporaryFolder folder)
    {
        ServiceProcess acts = await ServiceProcess.StartAsync(
            "SelfieLess.Acts", ("DATA", folder.Path), ("USERS_URL", users.Url), ("ORIGIN", "http://acts.example"));
        await acts.Http.PostAsync("/categories", """["abc"]""");
        return acts;
    }
}
