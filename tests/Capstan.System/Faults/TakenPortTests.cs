using System.Net;
using System.Net.Sockets;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>A foreign program listens on the port of a slot.</summary>
public sealed class TakenPortTests
{
    [Theory]
    [InlineData(Runtime.Process)]
    [InlineData(Runtime.Docker)]
    public async Task Start_PortIsTaken_TriesAgainWithBackOffAndLeavesNothingBehind(Runtime runtime)
    {
        await DockerEngine.NeedAsync(runtime);
        await StackUnderTest.RunAsync(new StackDraft(runtime, new ServiceDraft()), async stack =>
        {
            var port = stack.Draft.Web.FirstPort + 1;
            using var foreign = new TcpListener(IPAddress.Loopback, port);
            foreign.Start();
            var first = (await stack.StatusAsync())["web"].At(0)!;

            Assert.Equal(0, (await stack.CliAsync("scale", "web=2", "--file", stack.File)).Code);
            var (failures, _) = await Until.SomeAsync("three starts that failed", TimeSpan.FromSeconds(20), async () =>
                (await stack.Admin.EventsAsync()).Where(happened => happened.Kind == "replica.start-failed").ToList() is { Count: >= 3 } found ? found : null);
            if (runtime == Runtime.Docker)
            {
                await Until.TrueAsync("no container left in Created", TimeSpan.FromSeconds(5), async () =>
                    (await DockerEngine.ContainersAsync(stack.Draft.Name)).All(container => container.State == "running"));
            }

            foreign.Stop();
            var healed = await stack.SettledAsync(TimeSpan.FromSeconds(20));

            Assert.All(failures, failure => Assert.Contains(port.ToString(), failure.Reason));
            // Delays of 1 and 2 s, each up to a fifth shorter by chance, count from the attempts' begins, which no event tells: the engine may take
            // seconds for an attempt, and the next one then follows its end at once.
            var scaled = (await stack.Admin.EventsAsync()).Single(happened => happened.Kind == "scale.set").Time;
            Assert.True((failures[2].Time - scaled).TotalSeconds > 2.3, "the third attempt came without its delays");
            Assert.Equal(port, healed["web"].At(1)!.Port);
            Assert.Equal(first.Identity, healed["web"].At(0)!.Identity);
        });
    }
}
