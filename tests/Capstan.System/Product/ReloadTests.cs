using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Product;

/// <summary>A running stack takes over a changed file.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class ReloadTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Reload_NewVersionUnderLoad_RollsWithoutAFailedRequest(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var draft = new StackDraft(runtime, new ServiceDraft { Replicas = 3, KeepsJournal = true, Environment = { ["TEST_TAG"] = "old" } });
        await StackUnderTest.RunAsync(draft, async stack =>
        {
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4, WorkMs = 3 });
            await load.MoreAsync(50);
            draft.Web.Environment["TEST_TAG"] = "new";
            stack.WriteFile();

            var result = await stack.CliAsync("reload", "--file", stack.File);
            Assert.True(result.Code == ExitCodes.Ok, result.ToString());
            await stack.EventAsync("the update done", TimeSpan.FromSeconds(40), happened => happened.Kind == "update.done");
            var after = await stack.SettledAsync(TimeSpan.FromSeconds(20));
            await load.MoreAsync(50);
            var report = await load.StopAsync();

            report.AssertAllOk(100);
            Executions.AssertPostsOnce(stack.Journal, report);
            Assert.Equal(Enumerable.Range(draft.Web.FirstPort, 3), after["web"].Replicas.Select(replica => replica.Port).Order());
            foreach (var replica in after["web"].Replicas)
                Assert.Contains("new", await stack.AskAsync(replica, "/who"));
        });
    }

    [Fact]
    public Task Reload_ServiceAddedAndRemoved_OnlyThoseChange()
    {
        var draft = new StackDraft(Runtime.Process, new ServiceDraft());
        return StackUnderTest.RunAsync(draft, async stack =>
        {
            var before = (await stack.StatusAsync())["web"].Identities;
            draft.Services.Add(new ServiceDraft { Name = "extra", Route = "/work" });
            stack.WriteFile();
            Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("reload", "--file", stack.File)).Code);
            await stack.WhenAsync("the new service ready", TimeSpan.FromSeconds(20), status => status.Services.Count == 2 && status.IsSettled);
            Assert.True(await stack.AnswersAsync("/work?id=a"));
            await stack.WhenAsync("the request counted there", TimeSpan.FromSeconds(5), status => status["extra"].Requests == 1);

            draft.Services.RemoveAt(1);
            stack.WriteFile();
            Assert.Equal(ExitCodes.Ok, (await stack.CliAsync("reload", "--file", stack.File)).Code);
            var after = (await stack.WhenAsync("the service gone", TimeSpan.FromSeconds(20), status => status.Services.Count == 1 && status.IsSettled)).Status;
            Assert.Equal(before, after["web"].Identities);
            // The controller, its guard and one replica.
            await Until.TrueAsync("its replica gone", TimeSpan.FromSeconds(15), () => stack.Processes().Count <= 3);
        });
    }
}
