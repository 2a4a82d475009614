using System.Net;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Story;

/// <summary>
/// What is asked of an orchestrator of the SelfieLessActs services on Docker, seen as one who checks it sees it: through
/// <c>docker ps</c>, the public port and each container's own port.
/// </summary>
[Collection(nameof(ActsContainers))]
public sealed class OrchestratorStoryTests
{
    private const string Categories = "/api/v1/categories";

    [Fact]
    public Task Containers_FollowTheRequestsOfAWindow() => SampleStack.RunAsync(3, async sample =>
    {
        Assert.Single(await sample.ListActsAsync());
        await sample.SendAsync(20);
        var (two, _) = await Until.SomeAsync("a second container", TimeSpan.FromSeconds(20), async () =>
            await sample.ListActsAsync() is { Count: 2 } lines ? lines : null);
        Assert.Contains(two, line => line.Contains($":{sample.ActsPort + 1}->80/tcp"));
        // An empty window later there is one again, and it is the first.
        await Until.TrueAsync("one container", TimeSpan.FromSeconds(20), async () => (await sample.ListActsAsync()).Count == 1);
        Assert.Contains($":{sample.ActsPort}->80/tcp", Assert.Single(await sample.ListActsAsync()));
    });

    [Fact]
    public Task Crash_OneContainer_IsReplacedOnItsPort() => SampleStack.RunAsync(600, async sample =>
    {
        await sample.ScaleAsync(2);
        var before = await sample.ActsAsync();
        var victim = before.Single(replica => replica.Slot == 1);
        Assert.Equal(HttpStatusCode.OK, await sample.AskAsync(victim.Port, HttpMethod.Post, "/api/v1/_crash"));
        Assert.Equal(HttpStatusCode.InternalServerError, await sample.AskAsync(victim.Port, HttpMethod.Get, "/api/v1/_health"));

        var (after, took) = await Until.SomeAsync("another container on the port", TimeSpan.FromSeconds(20), async () =>
            await sample.ActsAsync() is { Count: 2 } now && now.Single(replica => replica.Slot == 1) is { State: "ready" } next && next.ContainerId != victim.ContainerId ? now : null);

        Assert.Equal(before.Select(replica => replica.Port), after.Select(replica => replica.Port));
        Assert.Equal(before.Single(replica => replica.Slot == 0), after.Single(replica => replica.Slot == 0) with { Requests = before.Single(replica => replica.Slot == 0).Requests });
        Assert.Equal(HttpStatusCode.OK, await sample.AskAsync(victim.Port, HttpMethod.Get, "/api/v1/_health"));
        TestContext.Current.TestOutputHelper?.WriteLine($"replaced {took.TotalSeconds:0.0} s after the crash");
    });

    [Fact]
    public Task Requests_AreSharedInTurnAndCountedAcrossContainers() => SampleStack.RunAsync(600, async sample =>
    {
        await sample.ScaleAsync(2);
        Assert.Equal(HttpStatusCode.OK, await sample.AskAsync(sample.ActsPort, HttpMethod.Delete, "/api/v1/_count"));
        var before = await sample.ActsAsync();
        await sample.SendAsync(6);
        var (after, _) = await Until.SomeAsync("six requests more", TimeSpan.FromSeconds(5), async () =>
            await sample.ActsAsync() is var now && now.Sum(replica => replica.Requests) - before.Sum(replica => replica.Requests) >= 6 ? now : null);

        Assert.Equal([3, 3], after.Zip(before, (now, then) => now.Requests - then.Requests));
        foreach (var replica in after)
            Assert.Equal("[6]", await sample.TextAsync(replica.Port, "/api/v1/_count"));
    });

    [Fact]
    public Task Upload_AsksForItsUserOverThePublishedPort() => SampleStack.RunAsync(600, async sample =>
    {
        Assert.Equal(HttpStatusCode.Created, await sample.PostAsync("/api/v1/users", """{"username":"ada","password":"3d725109c7e7c0bfb9d709836735b56d943d263f"}"""));
        Assert.Equal(HttpStatusCode.Created, await sample.PostAsync(Categories, """["planting"]"""));
        Assert.Equal(HttpStatusCode.Created, await sample.PostAsync("/api/v1/acts",
            """{"actId":1,"username":"ada","timestamp":"01-01-2019:10-10-10","caption":"a tree","categoryName":"planting","imgB64":"aGVsbG8="}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await sample.PostAsync("/api/v1/acts",
            """{"actId":2,"username":"bob","timestamp":"01-01-2019:10-10-10","caption":"a tree","categoryName":"planting","imgB64":"aGVsbG8="}"""));
    });
}
