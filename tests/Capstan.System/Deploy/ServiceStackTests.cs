using System.Net;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Story;

namespace Capstan.SystemTests.Deploy;

/// <summary>SelfieLessActs on a database as a service, whose orchestrator, broker and whole deployment end under it.</summary>
[Collection(nameof(ActsContainers))]
public sealed class ServiceStackTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task SelfieLess_OverEndsOfItsDatabasesParts_KeepsItsActs() => ServiceStack.RunAsync("selfieless", async (project, stack) =>
    {
        Assert.Equal(
            (HttpStatusCode.Created, "{}"),
            await stack.SendAsync(HttpMethod.Post, "/api/v1/users", """{"username":"ada","password":"3d725109c7e7c0bfb9d709836735b56d943d263f"}"""));
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/categories", """["planting"]"""));
        await UploadAsync(stack, 1);

        await KillOrchestratorAsync(project);
        await UploadAsync(stack, 2);

        await project.ComposeAsync("restart", "-t", "1", "rabbitmq");
        await ReadAgainAsync(stack, 2);
        await UploadAsync(stack, 3);
        // Texts are written of faults, and one of them might tell a secret.
        await Surface.AssertClosedAsync(project);

        await project.ShAsync("./down.sh");
        Assert.Empty(await project.Made.ContainersAsync());
        Assert.Empty(await project.Made.WorkersAsync());
        await project.UpAsync();
        await ReadAgainAsync(stack, 3);
        // Once more, so that what is removed in the end is removed of a deployment without containers.
        await project.ShAsync("./down.sh");
        Assert.Equal(2, (await project.Made.VolumesAsync()).Count);
    });

    /// <summary>The engine starts it again, and it takes its workers over.</summary>
    private static async Task KillOrchestratorAsync(ComposeProject project)
    {
        var workers = await project.Made.WorkersAsync();
        var orchestrator = (await project.Made.ContainersAsync())["orchestrator"];
        var before = await DockerEngine.InspectAsync(orchestrator);
        Signals.Send(before.Pid, Signals.Kill);
        await Until.TrueAsync("the orchestrator running again", Patience, async () =>
            await DockerEngine.InspectAsync(orchestrator) is { State: "running" } now && now.StartedAt != before.StartedAt);
        await Until.TrueAsync("both workers listed", Patience, async () => (await project.ListAsync()).Count == 2);
        Assert.Equal(workers.OrderBy(pair => pair.Key), (await project.Made.WorkersAsync()).OrderBy(pair => pair.Key));
    }

    private static async Task UploadAsync(ServiceStack stack, int act)
    {
        var body = $$"""{"actId":{{act}},"username":"ada","timestamp":"01-01-2019:10-10-10","caption":"a tree","categoryName":"planting","imgB64":"aGVsbG8="}""";
        Assert.Equal((HttpStatusCode.Created, "{}"), await stack.SendAsync(HttpMethod.Post, "/api/v1/acts", body));
        Assert.Equal((HttpStatusCode.OK, Categories(act)), await stack.SendAsync(HttpMethod.Get, "/api/v1/categories"));
    }

    private static Task ReadAgainAsync(ServiceStack stack, int acts) => Until.TrueAsync($"all {acts} acts", Patience, async () =>
        await stack.SendAsync(HttpMethod.Get, "/api/v1/categories") == (HttpStatusCode.OK, Categories(acts)));

    private static string Categories(int acts) => $$"""{"planting":{{acts}}}""";
}
