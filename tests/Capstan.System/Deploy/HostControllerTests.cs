using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>Workers in containers whose controller runs on the host.</summary>
public sealed class HostControllerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Workers_OfAKilledController_GoOnWithTheNextOne()
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync(DockerEngine.CapstanImage);
        using var folder = new TempFolder();
        await using var servers = await ServerContainers.StartAsync(folder);
        var (draft, port) = Draft(servers);
        using var sql = new SqlClient(port);
        await StackUnderTest.PrepareAsync(draft, async stack =>
        {
            await stack.StartAsync();
            await ReadyAsync(stack);
            Assert.True((await sql.ExecuteAsync(null, new Sql("CREATE TABLE item (id INTEGER PRIMARY KEY)"), new Sql("INSERT INTO item VALUES (1)"))).IsOk);
            var before = await DockerEngine.ContainersAsync(draft.Name);
            Assert.Equal(2, before.Count);

            await stack.KillControllerAsync();
            await stack.StartAsync();
            await ReadyAsync(stack);
            Assert.True((await sql.ExecuteAsync(null, new Sql("INSERT INTO item VALUES (2)"))).IsOk);
            Assert.Equal(2, await sql.ValueAsync("SELECT count(*) FROM item"));
            Assert.Equal(before.OrderBy(each => each.Id), (await DockerEngine.ContainersAsync(draft.Name)).OrderBy(each => each.Id));

            // One that is removed by hand is followed by another on the same volume.
            await DockerEngine.RunAsync("rm", "--force", before[0].Id);
            await stack.WhenAsync("another worker", Patience, status => IsReady(status) && status.Databases![0].Workers.All(worker => worker.Pid != before[0].Pid));
            Assert.Equal(2, await sql.ValueAsync("SELECT count(*) FROM item"));
            await stack.DownAsync();
        });
        await DockerEngine.RemoveVolumesAsync(draft.Name);
    }

    /// <summary>
    /// Nobody can tell of the end: the engine is stopped, and the session goes on for a minute. What says it is the line that the worker held.
    /// </summary>
    [Fact]
    public async Task Leader_KilledWhileTheEngineStandsStill_IsFollowedByAnother()
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync("capstan:test");
        if (DockerEngine.OwnPid is not { } engine)
        {
            Assert.Skip("The engine was not started by './test', so it is not to be stopped.");
            return;
        }

        using var folder = new TempFolder();
        await using var servers = await ServerContainers.StartAsync(folder);
        var (draft, port) = Draft(servers, "session: 1m", "hang: 2m");
        using var sql = new SqlClient(port);
        await StackUnderTest.PrepareAsync(draft, async stack =>
        {
            await stack.StartAsync();
            await ReadyAsync(stack);
            Assert.True((await sql.ExecuteAsync(null, new Sql("CREATE TABLE item (id INTEGER PRIMARY KEY)"))).IsOk);
            var leader = (await stack.StatusAsync()).Databases![0].Leader!;
            Signals.Send(engine, Signals.Stop);
            try
            {
                Signals.Send(leader.Pid!.Value, Signals.Kill);
                var answer = await sql.ExecuteAsync(null, new Sql("INSERT INTO item VALUES (1)"));
                Assert.True(answer.IsOk, answer.ToString());
            }
            finally
            {
                Signals.Send(engine, Signals.Continue);
            }

            await ReadyAsync(stack);
            Assert.Equal(1, await sql.ValueAsync("SELECT count(*) FROM item"));
            await stack.DownAsync();
        });
        await DockerEngine.RemoveVolumesAsync(draft.Name);
    }

    private static Task ReadyAsync(StackUnderTest stack) => stack.WhenAsync("a leader and a follower", Patience, IsReady);

    private static bool IsReady(StackView status) => status.Databases is [{ IsWhole: true }];

    private static (StackDraft Draft, int Port) Draft(ServerContainers servers, params IEnumerable<string> settings)
    {
        var port = FreePorts.One();
        var draft = new StackDraft(Runtime.Docker);
        draft.Text =
            $$"""
            name: {{draft.Name}}
            runtime: docker
            gateway: { listen: "127.0.0.1:{{draft.GatewayPort}}" }
            admin: { listen: "127.0.0.1:{{draft.AdminPort}}" }
            databases:
              main:
                listen: 127.0.0.1:{{port}}
                image: {{DockerEngine.CapstanImage}}
                open: true
                queues: "{{servers.Broker}}"
                membership: "{{servers.Ensemble}}"
            {{string.Concat(settings.Select(setting => $"    {setting}\n"))}}
            """;
        return (draft, port);
    }
}
