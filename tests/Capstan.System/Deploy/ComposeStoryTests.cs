using System.Globalization;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Story;

namespace Capstan.SystemTests.Deploy;

/// <summary>
/// What is asked of RideShare on a database as a service, seen as one who checks it sees it: through the services' gateway, the database's API, Docker, and
/// the servers' own tools.
/// </summary>
[Collection(nameof(ActsContainers))]
public sealed class ComposeStoryTests
{
    private const int Many = 45;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task FiveContainers_OfRidesListingsAndCrashes_KeepTheData() => ServiceStack.RunAsync("rideshare", async (project, stack) =>
    {
        await AssertFiveAsync(project);
        await ServerTools.AssertNamesAsync(project);

        var rides = new RideClient(stack);
        await rides.OfferAsync();
        await rides.AssertWholeAsync();
        await Surface.AssertClosedAsync(project);

        var listings = new Listings(project, rides.ListAsync);
        await ScaleAsync(project, listings, 25, slaves: 2);
        await ScaleAsync(project, listings, Many, slaves: 3);
        await CrashSlaveAsync(project, listings);
        await rides.AddAsync("cid");
        var leader = await CrashMasterAsync(project, listings);
        await rides.AddAsync("dan");
        await rides.AssertWholeAsync();
        Assert.Equal(leader, await ServerTools.MasterAsync(project));

        Assert.Equal(200, (await project.CallAsync(HttpMethod.Post, "/api/v1/db/clear", new { })).Status);
        await rides.AssertEmptyAsync();
        await Until.TrueAsync("one slave after an empty window", Patience, async () => (await project.ListAsync()).Count == 2);
        await Until.TrueAsync("the other slaves' volumes gone", Patience, async () => (await project.Made.VolumesAsync()).Count == 2);
        Assert.Equal(await project.Made.PidsAsync(), await project.ListAsync());
    });

    private static async Task AssertFiveAsync(ComposeProject project)
    {
        var made = await project.Made.ContainersAsync();
        Assert.Equal(["orchestrator", "rabbitmq", "zookeeper"], made.Keys.Order());
        Assert.Equal(2, (await project.Made.WorkersAsync()).Count);
        foreach (var container in made.Values)
            await Until.TrueAsync("a healthy container", Patience, async () =>
                (await DockerEngine.RunAsync("inspect", container, "--format", "{{.State.Health.Status}}")).Trim() == "healthy");
        Assert.Equal(await project.Made.PidsAsync(), await project.ListAsync());
    }

    /// <summary>Each listing is one read, and so many of them in one window bring so many slaves, each with a copy of its own.</summary>
    private static async Task ScaleAsync(ComposeProject project, Listings listings, int count, int slaves)
    {
        var window = await listings.InOneWindowAsync(count);
        Assert.Equal((count, slaves), (window.Count, window.Next));
        await WholeAsync($"{slaves} slaves", project, listings, count, async () =>
            (await project.ListAsync()).Count == slaves + 1 && (await project.Made.WorkersAsync()).Count == slaves + 1);
        Assert.Equal(slaves + 1, (await project.Made.VolumesAsync()).Count);
    }

    /// <summary>The slave with the highest process id ends, and another one comes.</summary>
    private static async Task CrashSlaveAsync(ComposeProject project, Listings listings)
    {
        var before = await project.LookAsync();
        var crashed = await CrashAsync(project, listings, "slave");
        Assert.Equal(before.Following[^1].Pid, crashed);
        Assert.Equal(before.Leader!.Pid, (await project.LookAsync()).Leader!.Pid);
    }

    /// <summary>The master ends, the slave with the lowest process id leads, and another slave comes.</summary>
    /// <returns>Process id of the new master.</returns>
    private static async Task<int> CrashMasterAsync(ComposeProject project, Listings listings)
    {
        var before = await project.LookAsync();
        var crashed = await CrashAsync(project, listings, "master");
        Assert.Equal(before.Leader!.Pid, crashed);
        var leader = (await project.LookAsync()).Leader!.Pid!.Value;
        Assert.Equal(before.Following[0].Pid, leader);
        return leader;
    }

    /// <summary>Ends a worker by the API and waits until there are as many as before without it, all ready.</summary>
    /// <returns>Its process id.</returns>
    private static async Task<int> CrashAsync(ComposeProject project, Listings listings, string role)
    {
        var count = (await project.ListAsync()).Count;
        var answer = await project.CallAsync(HttpMethod.Post, "/api/v1/crash/" + role);
        Assert.True(answer.Status == 200, answer.ToString());
        var pid = answer.Json[0].GetInt32();
        var took = await WholeAsync($"as many workers without the crashed {role}", project, listings, Many, async () =>
            await project.ListAsync() is var list && list.Count == count && !list.Contains(pid));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{role} replaced after {took.TotalSeconds:0.0} s"));
        return pid;
    }

    /// <summary>Waits for something and for all workers to be ready, with so many reads in each window meanwhile that none of them leaves.</summary>
    private static Task<TimeSpan> WholeAsync(string what, ComposeProject project, Listings listings, int reads, Func<Task<bool>> isSo) =>
        Until.TrueAsync(what, Patience, async () =>
        {
            await listings.KeepAsync(reads);
            return await isSo() && (await project.LookAsync()).IsWhole;
        });
}
