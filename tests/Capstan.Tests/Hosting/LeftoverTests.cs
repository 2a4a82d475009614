using Capstan.Core.Stacks;
using Capstan.Hosting;
using Capstan.State;

namespace Capstan.Tests.Hosting;

public sealed class LeftoverTests
{
    [Fact]
    public async Task RemoveLeftovers_StateOfAKilledController_IsThatOfACleanEnd()
    {
        using var folder = new TempFolder();
        var state = new StateFile(folder.Path);
        state.Write(new StackState
        {
            Services = new Dictionary<string, ServiceState>
            {
                ["web"] = new() { Wanted = 7, Declared = 1, Stable = new ReplicaTemplate(), Slots = new Dictionary<int, SlotState> { [0] = new(4, 8000) } },
            },
        });
        var run = new StackRun
        {
            Spec = new StackSpec { Name = "test", Folder = folder.Path, Services = [] },
            File = "capstan.yaml",
            Set = [],
            StateFolder = folder.Path,
            Environment = new Dictionary<string, string>(),
        };

        var outcome = await new StackRunner(TimeProvider.System, () => 0.5).RemoveLeftoversAsync(run, TestContext.Current.CancellationToken);

        Assert.Equal(0, outcome.ExitCode);
        var web = state.Read().Services["web"];
        Assert.Null(web.Wanted);
        Assert.Null(web.Stable);
        Assert.Equal(new SlotState(4, 8000), web.Slots[0]);
    }
}
