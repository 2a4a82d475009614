using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Something that all replicas need goes away, and all of them fail their checks at once.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class SharedCauseTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Checks_AllFailAtOnce_OneReplacementAtATimeAndTrafficGoesOn(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        var service = new ServiceDraft { Replicas = 3, NeedsFile = true, Health = "interval: 500ms, timeout: 400ms, grace: 2s" };
        await StackUnderTest.RunAsync(new StackDraft(runtime, service), async stack =>
        {
            var before = (await stack.StatusAsync())["web"];
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway, Clients = 4, WorkMs = 2 });
            await load.MoreAsync(50);

            File.Delete(stack.NeededFile);
            await stack.WhenAsync("the first replica given up", TimeSpan.FromSeconds(10), status => Lost(before, status) > 0);
            await Until.NeverAsync("more than one replica was given up at a time", Rounds.Of(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(30)), async () =>
                Lost(before, await stack.StatusAsync()) > 1);
            await load.MoreAsync(50);
            await File.WriteAllTextAsync(stack.NeededFile, "", TestContext.Current.CancellationToken);
            // In full rounds the slot's next try may be up to a minute away, and a fifth of it more.
            var healed = await stack.SettledAsync(TimeSpan.FromSeconds(90));
            await load.MoreAsync(50);

            (await load.StopAsync()).AssertAllOk(150);
            Assert.Equal(2, healed["web"].Identities.Intersect(before.Identities).Count());
        });
    }

    private static int Lost(ServiceView before, StackView now) =>
        before.Replicas.Count(old => now["web"].At(old.Slot) is not { State: "ready" } current || current.Identity != old.Identity);
}
