using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Docker's engine hangs while containers run on.</summary>
[Collection(nameof(Alone))]
public sealed class FrozenEngineTests
{
    [Fact]
    public async Task Freeze_UnderLoad_TrafficGoesOnAndNothingIsReplacedAfterwards()
    {
        await DockerEngine.NeedAsync();
        if (DockerEngine.OwnPid is not { } engine)
        {
            Assert.Skip("The engine was not started by './test', so it is not to be stopped.");
            return;
        }

        await StackUnderTest.RunAsync(new StackDraft(Runtime.Docker, new ServiceDraft { Replicas = 3 }), async stack =>
        {
            var before = (await stack.StatusAsync())["web"].Identities;
            var load = LoadClient.Start(new LoadPlan { Target = stack.Gateway });
            await load.MoreAsync(50);
            Signals.Send(engine, Signals.Stop);
            try
            {
                await stack.EventAsync("the engine missed", TimeSpan.FromSeconds(40), happened => happened.Kind == "runtime.lost");
                await load.MoreAsync(Rounds.Of(500, 5_000));
            }
            finally
            {
                Signals.Send(engine, Signals.Continue);
            }

            await stack.EventAsync("the engine back", TimeSpan.FromSeconds(20), happened => happened.Kind == "runtime.back");
            await Until.NeverAsync("a replica was replaced", TimeSpan.FromSeconds(3), async () =>
                !before.SequenceEqual((await stack.StatusAsync())["web"].Identities));

            (await load.StopAsync()).AssertAllOk(500);
        });
    }
}
