using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>The rule of so many requests a window, in windows of a few seconds.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class ScalingTests
{
    private const int WindowSeconds = 3;

    private static readonly TimeSpan Decision = TimeSpan.FromSeconds(WindowSeconds + 3);

    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Window_TwentyRequestsThenNone_TwoReplicasThenOne(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await StackUnderTest.RunAsync(Draft(runtime), async stack =>
        {
            await SendAsync(stack, 20);
            var up = await DecisionAsync(stack, 0);
            var two = (await stack.WhenAsync("two replicas", TimeSpan.FromSeconds(15), status => status["web"].Ready.Count() == 2)).Status;
            var down = await DecisionAsync(stack, 1);
            await stack.WhenAsync("one replica", TimeSpan.FromSeconds(15), status => status.IsSettled && status["web"].Replicas.Count == 1);

            Assert.Equal((20, 1, 2), (up.Figure("requests"), up.Figure("from"), up.Figure("to")));
            Assert.Equal([stack.Draft.Web.FirstPort, stack.Draft.Web.FirstPort + 1], two["web"].Replicas.Select(replica => replica.Port).Order());
            Assert.Equal((0, 2, 1), (down.Figure("requests"), down.Figure("from"), down.Figure("to")));
            var gone = await stack.EventAsync("the highest slot gone", TimeSpan.FromSeconds(5), happened => happened.Kind == "replica.gone");
            Assert.Equal("web/1#1", gone.Replica);
        });
    }

    [Fact]
    public Task Window_BurstRightAfterTheTick_BelongsWholeToTheNewOne() => StackUnderTest.RunAsync(Draft(Runtime.Process), async stack =>
    {
        await SendAsync(stack, 1);
        await DecisionAsync(stack, 0);
        await SendAsync(stack, 40);
        var burst = await DecisionAsync(stack, 1);
        var after = await DecisionAsync(stack, 2);

        Assert.Equal((40, 3), (burst.Figure("requests"), burst.Figure("to")));
        Assert.Equal((0, 1), (after.Figure("requests"), after.Figure("to")));
    });

    [Fact]
    public Task Window_LoadAroundTheThreshold_OneDecisionEachAndEveryRequestCountedOnce() => StackUnderTest.RunAsync(Draft(Runtime.Process), async stack =>
    {
        var windows = Rounds.Of(4, 20);
        var sent = 0;
        for (var window = 0; window < windows; window++)
        {
            // 19 ask for one replica, 21 for two; 90 would ask for five, and the file allows three.
            var count = window == windows - 1 ? 90 : window % 2 == 0 ? 19 : 21;
            await SendAsync(stack, count);
            sent += count;
            await DecisionAsync(stack, window);
        }

        var decisions = (await stack.Admin.EventsAsync()).Where(happened => happened.Kind == "scale.decided").ToList();
        Assert.Equal(Enumerable.Range(0, windows), decisions.Select(decision => (int)decision.Figure("window")));
        Assert.Equal(sent, decisions.Sum(decision => decision.Figure("requests")));
        Assert.All(decisions, decision => Assert.InRange(decision.Figure("to"), 1, 3));
        Assert.Equal(3, decisions[^1].Figure("to"));
        await stack.WhenAsync("as many requests in the status", TimeSpan.FromSeconds(5), status => status["web"].Requests == sent);
    });

    private static StackDraft Draft(Runtime runtime)
    {
        var draft = new StackDraft(runtime, new ServiceDraft { Settings = "scale: { requests: 20, edge: next, window: 2m, min: 1, max: 3 }" });
        draft.Set.Add($"services.web.scale.window={WindowSeconds}s");
        return draft;
    }

    private static async Task SendAsync(StackUnderTest stack, int count)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => stack.GetAsync("/who")));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString()));
    }

    private static Task<EventView> DecisionAsync(StackUnderTest stack, int window) => stack.EventAsync(
        $"the decision of window {window}", Decision, happened => happened.Kind == "scale.decided" && happened.Figure("window") == window);
}
