using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>The controller is killed without a chance to tidy up, and started again.</summary>
[Collection(nameof(Alone))]
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class ControllerDeathTests
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public Task Kill_ProcessStack_NoChildSurvivesAndTrafficIsBackAfterTheRestart() => StackUnderTest.RunAsync(Draft(Runtime.Process), async stack =>
    {
        await ScaleToThreeAsync(stack);
        List<TimeSpan> times = [];
        for (var round = 0; round < Rounds.Of(1, 10); round++)
        {
            await stack.KillControllerAsync();
            await Until.TrueAsync("no process survived", TimeSpan.FromSeconds(5), () => stack.Processes().Count == 0);
            times.Add(await StartAgainAsync(stack));
        }

        Tell(Runtime.Process, times);
    });

    [Fact]
    public async Task Kill_DockerStack_ContainersRunOnAndAreTakenOver()
    {
        await DockerEngine.NeedAsync();
        await StackUnderTest.RunAsync(Draft(Runtime.Docker), async stack =>
        {
            await ScaleToThreeAsync(stack);
            List<TimeSpan> times = [];
            for (var round = 0; round < Rounds.Of(1, 10); round++)
            {
                var before = await ContainersAsync(stack);
                await stack.KillControllerAsync();
                Assert.Equal(before, await ContainersAsync(stack));
                foreach (var port in Enumerable.Range(stack.Draft.Web.FirstPort, 3))
                    Assert.Contains("web", await stack.AskAsync(port, "/who"));
                times.Add(await StartAgainAsync(stack));
                Assert.Equal(before, await ContainersAsync(stack));
            }

            Tell(Runtime.Docker, times);
        });
    }

    private static StackDraft Draft(Runtime runtime) => new(runtime, new ServiceDraft { Settings = "scale: { requests: 20, window: 10m, min: 1, max: 5 }" });

    /// <summary>So many is what an operator wants, not what the file says: the count has to be kept.</summary>
    private static async Task ScaleToThreeAsync(StackUnderTest stack)
    {
        var scaled = await stack.CliAsync("scale", "web=3", "--file", stack.File);
        Assert.True(scaled.Code == 0, scaled.ToString());
        await stack.WhenAsync("three replicas", TimeSpan.FromSeconds(20), status => status["web"].Wanted == 3 && status.IsSettled);
    }

    private static async Task<TimeSpan> StartAgainAsync(StackUnderTest stack)
    {
        var begin = TimeProvider.System.GetTimestamp();
        await stack.StartAsync();
        await Until.TrueAsync("traffic back", TimeSpan.FromSeconds(20), async () => await stack.AnswersAsync("/who"));
        var took = TimeProvider.System.GetElapsedTime(begin);
        var status = await stack.SettledAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(3, status["web"].Wanted);
        return took;
    }

    private static async Task<IReadOnlyList<ContainerView>> ContainersAsync(StackUnderTest stack) =>
        [.. (await DockerEngine.ContainersAsync(stack.Draft.Name)).OrderBy(container => container.Id)];

    private static void Tell(Runtime runtime, List<TimeSpan> times)
    {
        var figures = new Figures("Killed controller", runtime);
        figures.AddTimes("restart to traffic", times);
        figures.Keep();
        Assert.All(times, time => Assert.InRange(time, TimeSpan.Zero, BackWithin));
    }
}
