using System.Globalization;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>What is asked of a database as a service, seen as one who checks it sees it: through Docker and the API.</summary>
public sealed class ComposeStoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task FiveContainers_OfWritesReadsAndCrashes_KeepTheData() => ComposeProject.RunAsync("rideshare", async project =>
    {
        Assert.Equal(["orchestrator", "rabbitmq", "zookeeper"], (await project.ContainersAsync()).Keys.Order());
        Assert.Equal(2, (await project.WorkersAsync()).Count);
        foreach (var container in (await project.ContainersAsync()).Values)
            await Until.TrueAsync("a healthy container", Patience, async () =>
                (await DockerEngine.RunAsync("inspect", container, "--format", "{{.State.Health.Status}}")).Trim() == "healthy");
        var fresh = await project.ListAsync();
        Assert.Equal(fresh.Order(), fresh);
        Assert.Equal(fresh, await PidsAsync(project));

        await WriteAsync(project, "ann");
        await WriteAsync(project, "bob");
        Assert.Equal(400, (await project.CallAsync(HttpMethod.Post, "/api/v1/db/write", User("ann"))).Status);
        await Surface.AssertClosedAsync(project);

        var slave = await CrashAsync(project, "slave");
        Assert.Equal(fresh[^1], slave);
        await WriteAsync(project, "cid");
        var master = await CrashAsync(project, "master");
        Assert.Equal(fresh[0], master);
        await WriteAsync(project, "dan");

        Assert.Equal(["ann", "bob", "cid", "dan"], await NamesAsync(project));
        Assert.Equal(await PidsAsync(project), await project.ListAsync());
        Assert.Equal(2, (await project.VolumesAsync()).Count);

        // Texts are written of faults, and one of them might tell a secret.
        await project.ComposeAsync("restart", "-t", "1", "rabbitmq");
        await Until.TrueAsync("a read after the broker's restart", Patience, async () =>
            (await project.CallAsync(HttpMethod.Post, "/api/v1/db/read", new { table = "users", columns = Columns, where = "" })).Status == 200);
        await WriteAsync(project, "eve");
        await Surface.AssertClosedAsync(project);
    });

    [Fact]
    public Task Reads_BringSlavesWhoseVolumesGoWithThem() => ComposeProject.RunAsync("rideshare", async project =>
    {
        await WriteAsync(project, "ann");
        for (var read = 0; read < 25; read++)
            Assert.Equal(200, (await project.CallAsync(HttpMethod.Post, "/api/v1/db/read", new { table = "users", columns = Columns, where = "username=ann" })).Status);

        await Until.TrueAsync("a second slave", Patience, async () => (await project.ListAsync()).Count == 3);
        Assert.Equal(3, (await project.VolumesAsync()).Count);
        await Until.TrueAsync("one slave after an empty window", Patience, async () => (await project.ListAsync()).Count == 2);
        await Until.TrueAsync("the third volume gone", Patience, async () => (await project.VolumesAsync()).Count == 2);
        Assert.Equal(["ann"], await NamesAsync(project));
    });

    [Fact]
    public Task OrchestratorKilled_ComesBackAndTakesOverItsWorkers() => ComposeProject.RunAsync("rideshare", async project =>
    {
        await WriteAsync(project, "ann");
        var workers = await project.WorkersAsync();
        var orchestrator = (await project.ContainersAsync())["orchestrator"];
        var before = await DockerEngine.InspectAsync(orchestrator);
        Signals.Send(before.Pid, Signals.Kill);
        await Until.TrueAsync("the orchestrator running again", Patience, async () =>
            await DockerEngine.InspectAsync(orchestrator) is { State: "running" } now && now.StartedAt != before.StartedAt);
        await Until.TrueAsync("both workers listed", Patience, async () => (await project.ListAsync()).Count == 2);

        await WriteAsync(project, "bob");
        Assert.Equal(["ann", "bob"], await NamesAsync(project));
        Assert.Equal(workers.OrderBy(pair => pair.Key), (await project.WorkersAsync()).OrderBy(pair => pair.Key));
    });

    private static string[] Columns => ["username"];

    private static object User(string name) => new { table = "users", column = new[] { "username", "password" }, insert = new[] { name, "3d725109c7e7c0bfb9d709836735b56d943d263f" } };

    private static async Task WriteAsync(ComposeProject project, string name)
    {
        var answer = await project.CallAsync(HttpMethod.Post, "/api/v1/db/write", User(name));
        Assert.True(answer.Status == 200, answer.ToString());
    }

    private static async Task<IReadOnlyList<string?>> NamesAsync(ComposeProject project)
    {
        var answer = await project.CallAsync(HttpMethod.Post, "/api/v1/db/read", new { table = "users", columns = Columns, where = "" });
        Assert.True(answer.Status == 200, answer.ToString());
        return [.. answer.Json.EnumerateArray().Select(row => row.GetProperty("username").GetString()).Order()];
    }

    /// <summary>Ends a worker by the API and waits for its successor.</summary>
    /// <returns>Its process id.</returns>
    private static async Task<int> CrashAsync(ComposeProject project, string role)
    {
        var answer = await project.CallAsync(HttpMethod.Post, "/api/v1/crash/" + role);
        Assert.True(answer.Status == 200, answer.ToString());
        var pid = answer.Json[0].GetInt32();
        var took = await Until.TrueAsync($"as many workers without the crashed {role}", Patience, async () =>
            await project.ListAsync() is { Count: 2 } list && !list.Contains(pid));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{role} replaced after {took.TotalSeconds:0.0} s"));
        return pid;
    }

    /// <summary>Process ids of the workers as Docker knows them.</summary>
    private static async Task<IReadOnlyList<int>> PidsAsync(ComposeProject project)
    {
        List<int> pids = [];
        foreach (var id in (await project.WorkersAsync()).Values)
            pids.Add((await DockerEngine.InspectAsync(id)).Pid);
        return [.. pids.Order()];
    }
}
