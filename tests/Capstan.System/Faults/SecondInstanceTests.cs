using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>Somebody starts a stack that already runs.</summary>
public sealed class SecondInstanceTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Up_StackRuns_IsRefusedAndTouchesNothing(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await StackUnderTest.RunAsync(new StackDraft(runtime, new ServiceDraft { Replicas = 2 }), async stack =>
        {
            var before = await stack.StatusAsync();
            var last = await stack.LastEventAsync();

            var second = await stack.CliAsync("up", "--file", stack.File);

            Assert.Equal(ExitCodes.AlreadyRunning, second.Code);
            Assert.Contains(before.Pid.ToString(), second.Error);
            var after = await stack.StatusAsync();
            Assert.Equal(before.Pid, after.Pid);
            Assert.Equal(before["web"].Identities, after["web"].Identities);
            Assert.Equal(last, await stack.LastEventAsync());
        });
    }
}
